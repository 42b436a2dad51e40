"""Reads a reply: verdicts for exactly the criteria that were asked about, or the reason why one cannot be used.

Nothing here guesses. What is missing or malformed is `unusable`, and asked about once more; ids that nobody asked
about, or twice, make the whole reply worthless. A reply never becomes a pass, nor a fail, by being repaired here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from outcomes.errors import GraderError
from outcomes.evidence import Quote
from outcomes.graders.model.pieces import Unusable, evidence_of, gap_of, line, quote_text
from outcomes.graders.model.schema import CONFIDENCES, VERDICTS
from outcomes.text import clip, fold
from outcomes.verdict import MOST_COUNTED, RubricProblem, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Criterion
    from outcomes.verdict import Confidence, Status

LONGEST_RATIONALE: Final = 400
LONGEST_SEARCHED: Final = 300
MOST_NOTES: Final = 8


@dataclass(frozen=True)
class Parsed:
    """What one reply gives."""

    verdicts: Mapping[str, Verdict]
    unusable: Mapping[str, str]
    """Criterion id -> why there is no verdict for it."""
    denied: frozenset[str] = frozenset()
    """Criteria of which the grader says that they are about another kind of thing altogether."""
    suspected: bool = False
    notes: tuple[Quote, ...] = ()
    problems: tuple[RubricProblem, ...] = field(default=())


def parse(value: Mapping[str, Any], asked: Sequence[Criterion], artifact: Artifact) -> Parsed:
    """The verdicts of a reply.

    Raises:
        GraderError: it has verdicts for criteria that were not asked about, or two for one.
    """
    entries = value.get("verdicts")
    if not isinstance(entries, list):
        return Parsed({}, {criterion.id: "the reply has no list of verdicts" for criterion in asked})
    by_id = _by_id(entries, asked)
    verdicts: dict[str, Verdict] = {}
    unusable: dict[str, str] = {}
    for criterion in asked:
        if criterion.id not in by_id:
            unusable[criterion.id] = "there is no verdict for it"
            continue
        try:
            verdicts[criterion.id] = _verdict(by_id[criterion.id], criterion, artifact)
        except Unusable as why:
            unusable[criterion.id] = str(why)
    suspected = _yes(value.get("injection_suspected"))
    notes = tuple(_notes(value.get("injection_notes"), artifact))
    return Parsed(
        verdicts,
        unusable,
        denied=frozenset(name for name in verdicts if by_id[name].get("rubric_applies") is False),
        suspected=suspected,
        notes=notes if suspected else (),
        problems=tuple(_problems(value.get("rubric_problems"), asked)),
    )


def _yes(word: object) -> bool:
    """A suspicion counts also where a model wrote it as a word."""
    return word is True or (isinstance(word, str) and word.strip().casefold() in ("true", "yes"))


def _by_id(entries: Sequence[Any], asked: Sequence[Criterion]) -> dict[str, Mapping[str, Any]]:
    wanted = {criterion.id for criterion in asked}
    ids = [entry.get("criterion_id") if isinstance(entry, dict) else None for entry in entries]
    strangers = [name for name in ids if not isinstance(name, str) or name not in wanted]
    if strangers:
        msg = f"the model gave a verdict for something that it was not asked about: {clip(repr(strangers[0]), 80)}"
        raise GraderError(msg)
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        msg = f"the model gave more than one verdict for {twice[0]!r}"
        raise GraderError(msg)
    return dict(zip(cast("list[str]", ids), entries, strict=True))


def _verdict(entry: Mapping[str, Any], criterion: Criterion, artifact: Artifact) -> Verdict:
    status = _status(entry.get("verdict"))
    evidence = evidence_of(entry, artifact, hidden=criterion.about == "hidden")
    gap = gap_of(entry, artifact) if status == "fail" else None
    confidence = entry.get("confidence")
    return Verdict(
        criterion_id=criterion.id,
        searched=line(entry.get("searched"), LONGEST_SEARCHED),
        evidence=evidence,
        rationale=line(entry.get("rationale"), LONGEST_RATIONALE),
        verdict=status,
        gap=gap,
        level=_level(entry.get("level"), criterion, status),
        count=_count(entry.get("count"), criterion, status),
        confidence=cast("Confidence", confidence) if confidence in CONFIDENCES else None,
    )


def _status(word: object) -> Status:
    """The verdict's own word, in whichever case; `passed`, `yes` or `true` are no verdicts."""
    said = word.strip().casefold() if isinstance(word, str) else ""
    if said not in VERDICTS:
        msg = f"{clip(repr(word), 40)} is no verdict"
        raise Unusable(msg)
    return cast("Status", said)


def _level(label: object, criterion: Criterion, status: Status) -> str | None:
    """The level by its label; one that contradicts the verdict leaves open which of the two was meant."""
    if not criterion.levels or status in ("cannot_judge", "not_applicable"):
        return None
    folded = fold(label).casefold() if isinstance(label, str) else ""
    found = [level for level in criterion.levels if fold(level.label).casefold() == folded]
    exact = [level for level in found if level.label == label] or found
    if len(exact) != 1:
        msg = f"{clip(repr(label), 40)} is none of its levels"
        raise Unusable(msg)
    if (exact[0].credit >= 1) != (status == "pass"):
        msg = f"level {exact[0].label!r} contradicts {status!r}"
        raise Unusable(msg)
    return exact[0].label


def _count(number: object, criterion: Criterion, status: Status) -> int | None:
    """How often a counted fault occurs: never for a pass, at least once for a fail."""
    if not criterion.per_occurrence or status in ("cannot_judge", "not_applicable"):
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST_COUNTED:
        raise Unusable("how often it occurs is no number that anybody counts to")
    if (number > 0) != (status == "fail"):
        msg = f"{clip(repr(number), 40)} occurrences contradict {status!r}"
        raise Unusable(msg)
    return number


def _notes(given: object, artifact: Artifact) -> list[Quote]:
    """What was taken for instructions to the grader, looked up in everything, hidden text included."""
    found = []
    for item in given[:MOST_NOTES] if isinstance(given, list) else ():
        if isinstance(item, dict) and isinstance(item.get("quote"), str) and item["quote"].strip():
            place = line(item.get("locator"), 120)
            text = quote_text(item["quote"], place, artifact, hidden=True)
            there = artifact.find(text, place, hidden=True)
            found.append(Quote(locator=there.locator or "", text=text, check=there.check))
    return found


def _problems(given: object, asked: Sequence[Criterion]) -> list[RubricProblem]:
    ids = [criterion.id for criterion in asked]  # a list, since what is looked for may be anything
    return [
        RubricProblem(criterion_id=item["criterion_id"], problem=line(item.get("problem"), LONGEST_RATIONALE))
        for item in (given[:MOST_NOTES] if isinstance(given, list) else ())
        if isinstance(item, dict) and item.get("criterion_id") in ids and line(item.get("problem"), 1)
    ]
