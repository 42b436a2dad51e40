"""Several demands in one criterion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import sentences, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_VERB = (
    "is|are|was|were|has|have|does|do|includes?|states?|names?|explains?|lists?|uses?|avoids?|gives?|shows?|contains?|"
    "must|should|provides?|identif(?:y|ies)|addresses|covers?|describes?|defines?|cites?|meets|follows|matches|handles|"
    "says|supports?|recommends?|demonstrates?|links?|ends|begins|opens|stays|keeps?|refers|summari[sz]es?|"
    "justif(?:y|ies)"
)
_SUBJECT = rf"it|they|(?:the|each|every|all|no) (?:\w+ ){{1,3}}(?:{_VERB})"
_AND_VERB = re.compile(
    rf",?\s\b(?:and|but)\s+(?:also\s+|then\s+)?(?:(?P<subject>{_SUBJECT})\s|(?:{_VERB})\s(?!by\b))", re.IGNORECASE
)
_ANY_VERB = re.compile(rf"\b(?:{_VERB})\b", re.IGNORECASE)
_AS_WELL = re.compile(rf",?\s(?:as well as|in addition to|along with|and also)\s+(?:{_VERB}|\w+ing)\b", re.IGNORECASE)
_CLAUSES = re.compile(r";\s+(?:and\s+)?(?=[^\W\d_][^\s;]*\s+[^\s;]+)")
_DONE = re.compile(
    r"\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?\w{2,}(?:ed|en)\b,\s+(?:and\s+)?(?:\w+ly\s+)?\w{2,}(?:ed|en)\b"
    r"(?=\s*(?:[.,;]|$|(?:and|or|with|by|in|to|on|at|from)\b))",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"\b(?:must|should|shall|needs? to|ha(?:s|ve) to|every|each|all|no|do(?:es)? not|at (?:least|most))\b",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RELATIVE = re.compile(r"\b(?:that|which|who|where|when|whose|if|such that|so that)\b[^,;.]*\Z", re.IGNORECASE)
_NEAR = 200
"""Characters before a joint in which a relative clause may have begun."""
_NAMED_LIST = re.compile(
    r"(?:\*\*[^*]{2,40}\*\*|[A-Z][\w/& -]{2,40}):?\s*[:\u2013\u2014-]\s+(?P<rest>[a-z].*)", re.DOTALL
)
_LONGEST_ITEM = 6
"""Words up to which a part of a list is one thing and no clause with commas in it."""
_FEWEST_ITEMS = 3
_TRIGGERS = vocabulary("and but well addition along")


@rule(
    "RB103",
    "compound",
    "warning",
    what="Several demands in one criterion",
    why=(
        "A work that meets one half is passed by one judge and failed by another, and a worker that optimises "
        "against the rubric learns to meet the easier half: partial satisfaction of compound criteria is the first "
        "of the known ways of gaming a rubric (arXiv 2605.12474). A failed one also does not say which half is "
        "missing."
    ),
    fix="Write one line for each demand",
    good="- Every chart names its unit\n- Every chart names its source",
    bad="- Every chart names its unit and the text explains what it shows",
    wrong_when=(
        "The two halves are one thing that cannot be had separately (`the test fails before the change and passes "
        "after it`)."
    ),
)
def compound(subject: Subject) -> Iterator[Hit]:
    """Two verbs joined by and, clauses joined by semicolons, lists of things done, or several sentences that demand."""
    for criterion in subject.judged:
        if criterion.levels or len(criterion.text) < 25 or criterion.id in subject.folded_lists:
            continue
        found = _joint(subject.bare[criterion.id], subject.vocabulary[criterion.id])
        if found is not None:
            span, how = found
            yield subject.at(criterion, f"more than one demand: {how}", span)


def _named_list(text: str) -> tuple[tuple[int, int], str] | None:
    """`**Security**: no secrets, safe patterns, respects policies`: a name and what all belongs to it."""
    found = _NAMED_LIST.fullmatch(text) if text.count(",") >= _FEWEST_ITEMS - 1 else None
    if found is None or _ANY_VERB.search(found.group(), 0, found.start("rest")):
        return None
    items = [item.split() for item in re.split(r",\s+(?:and\s+)?", found.group("rest").rstrip(" ."))]
    if len(items) < _FEWEST_ITEMS or any(
        not item or len(item) > _LONGEST_ITEM or item[0][0].isupper() for item in items
    ):
        return None
    return found.span("rest"), f"a list of {len(items)} demands"


def _begins_another(text: str, found: re.Match[str]) -> bool:
    """Whether what follows `and` is a clause beside the one before it, and not a part of that."""
    near = max(found.start() - _NEAR, 0)
    if _RELATIVE.search(text, near, found.start()):
        return False
    return not found.groupdict().get("subject") or _ANY_VERB.search(text, near, found.start()) is not None


def _joint(text: str, words: frozenset[str]) -> tuple[tuple[int, int], str] | None:
    """The place where two demands are joined, and how."""
    plain = _PARENTHESIS.sub(lambda found: " " * len(found.group()), text) if "(" in text or "[" in text else text
    clause = _CLAUSES.search(plain) if ";" in plain else None
    if clause is not None:
        return (clause.start(), clause.start() + 1), f"{1 + len(_CLAUSES.findall(plain))} clauses joined by semicolons"
    if not _TRIGGERS.isdisjoint(words):
        for pattern in (_AND_VERB, _AS_WELL):
            for found in pattern.finditer(plain):
                if _begins_another(plain, found):
                    start = found.start() + len(found.group()) - len(found.group().lstrip(", "))
                    end = start + len(found.group().strip(", ").split()[0])
                    return (start, end), f"{' '.join(found.group().strip(', ').split()[:2])!r} begins another"
    listed = _DONE.search(plain) if "," in plain else None
    if listed is not None and not _RELATIVE.search(plain, max(listed.start() - _NEAR, 0), listed.start()):
        return listed.span(), "a list of things to be done"
    named = _named_list(plain)
    if named is not None:
        return named
    parts = sentences(plain)
    if len(parts) > 1 and sum(_DEMAND.search(part) is not None for part in parts) > 1:
        at = plain.find(parts[1])
        return (at, at + len(parts[1].rstrip())), "each of its sentences demands something"
    return None
