"""Criteria that code could decide, and checks that fit neither the words beside them nor the kind of file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from outcomes.lint.finding import Edit, Hit
from outcomes.lint.rule import rule
from outcomes.lint.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.check import CheckSpec
    from outcomes.lint.subject import Subject
    from outcomes.rubric import CheckCall, Criterion


@rule(
    "RB320",
    "check-decides",
    "info",
    what="A judged criterion that a check could decide",
    why=(
        "A check costs nothing, needs no key, gives the same verdict every time and runs first. A judge that counts "
        "words or slides is paid in every look, and is sometimes wrong."
    ),
    fix="Put the check behind the criterion",
    good="- The deck has at most 12 slides `check: pptx.slides max=12`",
    bad="- The deck has at most 12 slides",
    wrong_when="More is meant than the check looks at: `outcomes checks NAME` says what it does not see.",
    fixable=True,
)
def check_decides(subject: Subject) -> Iterator[Hit]:
    """Sentences that are known to say what a check decides, and nothing else."""
    for criterion in subject.judged:
        if criterion.levels or criterion.needs or criterion.names_fault or criterion.about == "hidden":
            continue
        call = subject.said.get(criterion.id)
        spec = subject.checks.get(call.name) if call is not None else None
        if call is None or spec is None or not _takes(spec, call) or _elsewhere(spec, subject):
            continue
        message = f"code decides this: `check: {call}`"
        fix = f"Put `check: {call}` in backticks behind it"
        yield subject.at(criterion, message, fix=fix, edits=_append(subject, criterion, call))


def _takes(spec: CheckSpec[Any], call: CheckCall) -> bool:
    try:
        spec.args.model_validate(call.args)
    except ValidationError:
        return False
    return True


def _elsewhere(spec: CheckSpec[Any], subject: Subject) -> bool:
    """Whether the rubric may be about kinds of file that the check cannot look at."""
    kinds = subject.rubric.applies_to if subject.rubric is not None else ()
    return bool(spec.kinds and kinds) and not set(kinds) <= set(spec.kinds)


def _append(subject: Subject, criterion: Criterion, call: CheckCall) -> tuple[Edit, ...]:
    """The check behind the words of a markdown item; nowhere else can it be put without knowing more."""
    if subject.form != "markdown":
        return ()
    start, end = subject.find(criterion, 0, len(criterion.text))
    written = subject.text[start:end].split()
    if written != criterion.text.split() or "|" in subject.lines[subject.line_of(start) - 1]:
        return ()
    return (Edit(end, end, f" `check: {call}`"),)


_MEASURED = frozenset({"in_order"})
"""Arguments that a sentence says nothing certain about."""


@rule(
    "RB321",
    "check-against-words",
    "error",
    what="A check that decides something else than its criterion says",
    why="The check gives the verdict, and the words are what the worker is shown: it mends what was never asked.",
    fix="Make the words and the arguments agree",
    good="- The deck has at most 12 slides `check: pptx.slides max=12`",
    bad="- The deck has at most 12 slides `check: pptx.slides max=15`",
    wrong_when="The check is looser on purpose, and the words say what to aim for.",
)
def check_against_words(subject: Subject) -> Iterator[Hit]:
    """Where the sentence is known to say the same check with other arguments."""
    for criterion in subject.criteria:
        call = criterion.check
        said = subject.said.get(criterion.id) if call is not None and not criterion.names_fault else None
        if call is None or said is None or said.name != call.name:
            continue
        spec = subject.checks.get(call.name)
        if spec is None or not _takes(spec, said) or not _takes(spec, call):
            continue
        meant, given = (spec.args.model_validate(one.args) for one in (said, call))
        for name in said.args:
            told, put = getattr(meant, name), getattr(given, name)
            if name not in _MEASURED and _plain(told) != _plain(put):
                yield subject.at(criterion, f"the words say {name}={told}, the check has {name}={put}")
                break


def _plain(value: object) -> object:
    if isinstance(value, list):
        return sorted(folded(str(part)) for part in value)
    return folded(value) if isinstance(value, str) else value


@rule(
    "RB322",
    "check-of-other-kind",
    "error",
    what="A check that cannot look at the kinds of file that the rubric is about",
    why="It never decides: the criterion is `cannot_judge` for every work, and the run ends as undecided.",
    fix="Use a check for this kind, or correct `applies_to`",
    good="---\napplies_to: [pptx]\n---\n- Every slide has a title `check: pptx.titles`",
    bad="---\napplies_to: [docx]\n---\n- Every part has a title `check: pptx.titles`",
    wrong_when="Never, as far as is known.",
)
def check_of_other_kind(subject: Subject) -> Iterator[Hit]:
    """No kind of the rubric is one of the check's."""
    kinds = set(subject.rubric.applies_to) if subject.rubric is not None else set()
    for criterion in subject.criteria if kinds and "folder" not in kinds else ():
        spec = subject.checks.get(criterion.check.name) if criterion.check is not None else None
        if spec is not None and spec.kinds and kinds.isdisjoint(spec.kinds):
            message = f"{spec.name} looks at {', '.join(spec.kinds)}; the rubric is about {', '.join(sorted(kinds))}"
            yield subject.at(criterion, message)


_KIND_WORDS = {
    "slide": ("pptx",), "slides": ("pptx",), "deck": ("pptx",),
    "worksheet": ("xlsx",), "worksheets": ("xlsx",), "workbook": ("xlsx",), "spreadsheet": ("xlsx", "csv"),
    "paragraph": ("docx", "html", "markdown", "text"), "paragraphs": ("docx", "html", "markdown", "text"),
}  # fmt: skip
_SOME = frozenset(_KIND_WORDS)
_OFFICE = frozenset({"docx", "pptx", "xlsx", "csv"})


@rule(
    "RB323",
    "words-of-other-kind",
    "warning",
    what="A criterion that speaks of slides or sheets in a rubric for another kind of file",
    why="There is nothing to look at. Judges fail such a criterion, pass it, or answer that they cannot judge.",
    fix="Correct the criterion or `applies_to`",
    good="---\napplies_to: [pptx]\n---\n- The last slide names the next step",
    bad="---\napplies_to: [docx]\n---\n- The last slide names the next step",
    wrong_when="The file speaks of a deck or a workbook that is another file.",
)
def words_of_other_kind(subject: Subject) -> Iterator[Hit]:
    """Slides in a Word file, paragraphs in a workbook."""
    kinds = set(subject.rubric.applies_to) if subject.rubric is not None else set()
    if subject.rubric is None or not kinds or not kinds <= _OFFICE:
        return
    other = _other_kind(subject.rubric.title, kinds)
    if other is not None:
        start = max(subject.text.lower().find(other), 0)
        message = f"{other!r} in the title, and the rubric is about {', '.join(sorted(kinds))}"
        yield Hit(message=message, start=start, end=start + len(other))
    for criterion, text in subject.saying(_SOME):
        other = _other_kind(text, kinds)
        if other is not None:
            start = text.lower().find(other)
            message = f"{other!r}, and the rubric is about {', '.join(sorted(kinds))}"
            yield subject.at(criterion, message, (start, start + len(other)))


def _other_kind(text: str, kinds: set[str]) -> str | None:
    """The first word that is about another kind of file; slides have paragraphs too."""
    for found in re.finditer(r"[a-z]+", text.lower()):
        word = found.group()
        wanted = _KIND_WORDS.get(word)
        if wanted and kinds.isdisjoint(wanted) and not ("pptx" in kinds and word.startswith("paragraph")):
            return word
    return None
