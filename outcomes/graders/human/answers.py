"""What a person says of one criterion, held to what the criterion allows and to what is in the artifact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes.evidence import Absence, Quote, look_up
from outcomes.text import clip, did_you_mean
from outcomes.verdict import MOST_COUNTED, Gap, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.rubric import Criterion

WORDS: Final[dict[Status, str]] = {
    "pass": "pass",
    "fail": "fail",
    "cannot_judge": "cannot judge",
    "not_applicable": "does not apply",
}
"""How a verdict is called when people are asked for one."""
SPELLINGS: Final[dict[str, Status]] = {
    "pass": "pass", "p": "pass", "yes": "pass", "ok": "pass", "met": "pass",
    "fail": "fail", "f": "fail", "no": "fail", "not met": "fail",
    "cannot judge": "cannot_judge", "c": "cannot_judge", "cannot": "cannot_judge", "?": "cannot_judge",
    "does not apply": "not_applicable", "n": "not_applicable", "n/a": "not_applicable", "na": "not_applicable",
    "not applicable": "not_applicable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was written; empty where nothing was."""

    verdict: str = ""
    """A verdict, or the label of a level where the criterion has levels."""
    quotes: tuple[str, ...] = ()
    searched: str = ""
    """What was looked for, where the words to quote are that there are none."""
    where: str = ""
    missing: str = ""
    fix: str = ""
    count: str = ""
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether there is no verdict yet."""
        return not self.verdict


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be taken as it stands."""

    field: str
    """`verdict`, `quote`, `where`, `missing`, `count`."""
    what: str


def choices(criterion: Criterion) -> tuple[str, ...]:
    """The words that a verdict on this criterion can be."""
    graded = [level.label for level in criterion.levels] or [WORDS["pass"], WORDS["fail"]]
    excused = [WORDS["not_applicable"]] if criterion.applies_when is not None else []
    return (*graded, WORDS["cannot_judge"], *excused)


def status_of(answer: Answer, criterion: Criterion) -> tuple[Status, str | None] | None:
    """The verdict that is meant, and the level; `None` for a word that means none here."""
    word = " ".join(answer.verdict.lower().replace("_", " ").strip(" .").split())
    for level in criterion.levels:
        if word == level.label.lower():
            return ("pass" if level.credit >= 1 else "fail"), level.label
    status = SPELLINGS.get(word)
    if status == "not_applicable" and criterion.applies_when is None:
        return None
    if status in ("pass", "fail") and criterion.levels:
        return None
    return None if status is None else (status, None)


def problems(answer: Answer, criterion: Criterion, artifact: Artifact) -> Iterator[Problem]:
    """Everything that is wrong with an answer that has a verdict, in the order of its fields."""
    meant = status_of(answer, criterion)
    if meant is None:
        yield Problem("verdict", f"expected {_listed(criterion)}; found {clip(answer.verdict)!r}")
        return
    status, _ = meant
    for quote in answer.quotes:
        if look_up(quote, answer.where, artifact, hidden=criterion.about == "hidden").check == "not_found":
            yield Problem("quote", not_there(quote))
    if rests(answer, criterion) and not answer.quotes and not answer.searched:
        what = "a pass rests" if status == "pass" else "a level that earns points rests"
        yield Problem("quote", f"{what} on something: quote words of the file, or say what you searched it for")
    if answer.where and artifact.unit_of(answer.where) is None:
        yield Problem("where", _nowhere(answer.where, artifact))
    if status == "fail" and not answer.missing:
        yield Problem("missing", "a fail says what is missing")
    if answer.count and not (criterion.per_occurrence and _counted(answer.count)):
        expected = (
            f"a whole number up to {MOST_COUNTED:,}"
            if criterion.per_occurrence
            else "nothing: this criterion does not count"
        )
        yield Problem("count", f"expected {expected}; found {clip(answer.count)!r}")


def rests(answer: Answer, criterion: Criterion) -> bool:
    """Whether an answer earns anything, and so needs something to stand on."""
    meant = status_of(answer, criterion)
    if meant is None:
        return False
    status, reached = meant
    return status == "pass" or any(level.label == reached and level.credit > 0 for level in criterion.levels)


def _counted(number: str) -> bool:
    return number.isdecimal() and len(number) <= len(str(MOST_COUNTED)) and int(number) <= MOST_COUNTED


def not_there(quote: str) -> str:
    """That words are not in the artifact."""
    return f"these words are not there for a reader to see, or say too little: {clip(quote)!r}; copy them from the file"


def verdict(answer: Answer, criterion: Criterion, open_because: str) -> Verdict:
    """The verdict of an answer without problems; an open one is `cannot_judge`, for the reason given."""
    meant = status_of(answer, criterion)
    if answer.open or meant is None:
        return Verdict(criterion_id=criterion.id, verdict="cannot_judge", rationale=open_because)
    status, level = meant
    quotes = tuple(Quote(locator=answer.where, text=quote) for quote in answer.quotes)
    absence = (Absence(searched=answer.searched),) if answer.searched and not quotes else ()
    return Verdict(
        criterion_id=criterion.id,
        searched=answer.searched,
        evidence=(*quotes, *absence),
        rationale=answer.note or ("judged by a person" if status != "cannot_judge" else "a person could not judge it"),
        verdict=status,
        gap=_gap(answer) if status == "fail" else None,
        level=level,
        count=int(answer.count) if answer.count else None,
    )


def _gap(answer: Answer) -> Gap:
    where = (answer.where,) if answer.where else ()
    return Gap(missing=answer.missing, where=where, smallest_fix=answer.fix)


def _listed(criterion: Criterion) -> str:
    *most, last = choices(criterion)
    return f"{', '.join(most)} or {last}"


def _nowhere(where: str, artifact: Artifact) -> str:
    places = [unit.locator for unit in artifact.units]
    some = f" (places are {', '.join(places[:5])}{' ...' if len(places) > 5 else ''})" if places else ""
    return f"there is no place {clip(where)!r}{some}.{did_you_mean(where, places)}"
