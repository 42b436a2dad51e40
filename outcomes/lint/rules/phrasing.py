"""How a criterion is put: negations, comparisons, questions, conditions, and what it points at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import NUMBER, vocabulary
from outcomes.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_DOUBLE = re.compile(
    r"\b(?:not|never|\w+n't|cannot)\s+(?:\w+\s+){0,2}?(?:without|un(?:clear|necessary|supported|"
    "sourced|justified|explained|"
    "labell?ed|defined|tested|readable|related)|incomplete|inaccurate|inconsistent|lack(?:s|"
    r"ing)?\b|fails?\s+to|missing|omit\w*)"
    r"|\bno\s+(?:\w+\s+){1,4}?(?:is|are)\s+(?:not|missing|lacking|absent|un(?:clear|supported|"
    r"sourced|explained|labell?ed|defined))\b"
    r"|\b(?:nothing|none)\s+(?:\w+\s+){0,3}?(?:is|are)\s+(?:not|missing|lacking|absent|un\w+ed)\b",
    re.IGNORECASE,
)
_DOUBLE_WORDS = vocabulary("not never cannot no nothing none doesn't isn't don't aren't can't")


@rule(
    "RB107",
    "double-negative",
    "warning",
    what="A negation inside a negation",
    why=(
        "The judge has to find out first which answer is a pass. Negative criteria are among those on which "
        "judges favour their own work most (arXiv 2604.06996)."
    ),
    fix="Say what must be there",
    good="- Every table has a source line below it",
    bad="- No table is missing a caption",
    wrong_when="The two negations are about two things (`it is not clear from the heading alone`).",
)
def double_negative(subject: Subject) -> Iterator[Hit]:
    """Not without, no ... is missing, does not fail to."""
    for criterion, text in subject.saying(_DOUBLE_WORDS):
        found = _DOUBLE.search(text)
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r} says it twice over", found.span())


_THAN = re.compile(
    r"\b(?:better|worse|clearer|stronger|weaker|simpler|nicer|faster|slower|shorter|longer|richer|easier|"
    r"(?:more|less)\s+(?!than)\w+(?:\s+\w+)?)\s+than\s+(?:before|usual|average|normal|expected|"
    r"the\s+(?:previous|last|old|"
    r"earlier|average|usual|typical|competition)\b|others|most|competitors?|typical|similar|comparable|"
    r"(?:its|their|our)\s+(?:competitors?|rivals?|peers|predecessors?))"
    r"|\b(?:is|are|was|were|be)\s+(?:much\s+|greatly\s+|significantly\s+|clearly\s+)?(?:improved|"
    r"better|clearer|simpler|enhanced)\b(?!\s+than)"
    r"|\bworld[- ]class\b|\bbest[- ]in[- ]class\b|\bstand(?:s|"
    r"ing)?\s+out\s+from\s+(?:the\s+)?(?:crowd|competition|others)\b",
    re.IGNORECASE,
)
_THAN_WORDS = vocabulary(
    "than improved better clearer simpler enhanced world world-class best best-in-class stand stands standing"
)


@rule(
    "RB108",
    "no-baseline",
    "warning",
    what="A comparison with something that the grader does not see",
    why=(
        "The grader sees one artifact, and never an earlier version or somebody else's. What it compares with "
        "is what it imagines."
    ),
    fix="Name the measure, or give what it is compared with as a reference",
    good="- The summary has fewer words than the text that it summarises (needs: reference)\n- The "
    "summary names the year",
    bad="- The layout is better than before",
    wrong_when="Both things that are compared are in the file.",
)
def no_baseline(subject: Subject) -> Iterator[Hit]:
    """Better than before, improved."""
    for criterion, text in subject.saying(_THAN_WORDS):
        found = _THAN.search(text) if criterion.needs is None else None
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r}: compared with what the grader does not see", found.span())


LONGEST_WORDS = 60


@rule(
    "RB109",
    "long",
    "info",
    what=f"A criterion of more than {LONGEST_WORDS} words",
    why=(
        "Very long criteria are among those on which judges favour their own work most (arXiv 2604.06996), and "
        "they seldom demand one thing."
    ),
    fix="Split it, or move what explains it into prose beside the list",
    good="- Every recommendation names its owner",
    bad="- Every recommendation names an owner, where an owner is " + "a person in the company " * 12 + "with a name",
    wrong_when="It spells out a procedure that cannot be said in fewer words.",
)
def long(subject: Subject) -> Iterator[Hit]:
    """Longer than anybody keeps in mind."""
    for criterion in subject.judged:
        size = len(words(criterion.text)) if len(criterion.text) > 4 * LONGEST_WORDS else 0
        if size > LONGEST_WORDS:
            yield subject.at(criterion, f"{size} words; more than {LONGEST_WORDS} are seldom one demand")


_OPEN = re.compile(
    r"(?:(?:what|how|why|which|whose|to what extent|in what way)\b|(?:where|when|who)\s+(?:is|are|"
    r"was|were|do|does|did|will|should)\b).*\?$"
    r"|(?:is|are|does|do|did|were|was|has|have)\s+(?:there\s+)?(?:any|anything|something)\b.*\b"
    r"(?:error|mistake|typo|missing|wrong|problem|issue|flaw|inconsisten|broken|unclear)\w*.*\?$",
    re.IGNORECASE | re.DOTALL,
)


@rule(
    "RB110",
    "open-question",
    "warning",
    what="A question to which no answer is a pass, or either might be",
    why="A verdict is pass or fail. `What is the risk?` has no failing answer, and `Are there "
    "errors?` might pass on yes or on no.",
    fix="Write the sentence that must be true",
    good="- The report names the greatest risk",
    bad="- What is the greatest risk?",
    wrong_when="The list is a questionnaire whose answers are looked at elsewhere.",
)
def open_question(subject: Subject) -> Iterator[Hit]:
    """Questions that begin with what or how, and questions about faults."""
    for criterion in subject.judged:
        text = criterion.text
        if text.endswith("?") and not criterion.levels and not criterion.names_fault:
            last = text.rpartition(". ")[2].rpartition(": ")[2]
            if _OPEN.match(last.strip("*_ ")):
                yield subject.at(criterion, "no answer to this question is said to be a pass")


_UNITLESS = re.compile(
    rf"\b(?:at most|at least|no (?:more|longer|fewer|less) than|up to|(?:fewer|less|more|longer|shorter) than|exactly|"
    rf"a (?:maximum|minimum) of)\s+(?P<number>{NUMBER})(?<!\.\d)(?<!\.\d\d)\s*(?:[;,)]|\.?$|\.\s)",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(
    r"\b(?:number|count|total|ratio|score|rating|level|grade|percent\w*|similarity|rate|average|"
    "mean|sum|value|share|index|size|"
    r"slides|pages|words|characters|rows|items|points|minutes|hours|days|version|year)\b|\bof\s*$",
    re.IGNORECASE,
)
_UNITLESS_WORDS = vocabulary("most least than up exactly maximum minimum")


@rule(
    "RB113",
    "no-unit",
    "warning",
    what="A limit without a unit",
    why="`No longer than 5` is five pages to one judge and five minutes to another.",
    fix="Say what is counted",
    good="- The interview has no more than five questions",
    bad="- The interview is no longer than 5",
    wrong_when="The unit stands earlier in the sentence in a word that is not known here.",
)
def no_unit(subject: Subject) -> Iterator[Hit]:
    """A number at the end of a limit, and nothing that says of what."""
    for criterion, text in subject.saying(_UNITLESS_WORDS):
        found = _UNITLESS.search(text)
        if found is not None and not _UNIT_BEFORE.search(text, 0, found.start()):
            yield subject.at(criterion, f"{found.group('number')} of what?", found.span("number"))


_HEDGE = re.compile(
    r"\b(?:ideally|preferably|optionally|nice[- ]to[- ]have|(?:if|where|when(?:ever)?)\s+(?:at "
    r"all\s+)?possible|if time permits|bonus|would be (?:nice|good)|"
    r"(?:is|are) (?:optional|encouraged|a plus))\b",
    re.IGNORECASE,
)
_HEDGE_WORDS = vocabulary(
    "ideally preferably optionally nice nice-to-have possible permits bonus optional encouraged plus would"
)
_INSIST = re.compile(r"\b(?:must|mandatory|is required|are required|without exception)\b", re.IGNORECASE)
_INSIST_WORDS = vocabulary("must mandatory required exception")


@rule(
    "RB114",
    "mark-against-words",
    "warning",
    what="The words say optional and the mark says required, or the other way round",
    why="The mark decides the result, the words decide the verdict: a work can fail for something "
    "that its rubric calls ideal.",
    fix="Mark it `(should)` or `(nice to have)`, or take the word out",
    good="- The report has an abstract\n- The report has an index (nice to have)",
    bad="- Ideally the report has an index",
    wrong_when="The word is about something in the file (`every optional part is marked as optional`).",
)
def mark_against_words(subject: Subject) -> Iterator[Hit]:
    """`Ideally` in a required criterion, `must` in an optional one. `Should` is how many people say must."""
    for criterion, text in subject.saying(_HEDGE_WORDS):
        found = _HEDGE.search(text) if criterion.required else None
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r}, and yet it is required", found.span())
    if subject.rubric is None or subject.rubric.scoring is not None:
        return
    for criterion, text in subject.saying(_INSIST_WORDS):
        found = _INSIST.search(text) if not criterion.required and criterion.points == 1 else None
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r}, and yet it is marked optional", found.span())
