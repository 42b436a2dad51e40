"""Grades documents with and without something in them, and counts where the verdicts differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from controls import CONTROLS, HIDDEN
from tasks import TASKS

from outcomes import GraderError, grade
from outcomes.statistics.rates import wilson
from outcomes.testing.injections import clean, injected
from outcomes.wiring import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tasks import Task

    from outcomes.grader import Grader
    from outcomes.testing.injections import Injection
    from outcomes.verdict import Grade

NOTHING: Final = "(nothing, graded twice)"
"""The row that says how often verdicts differ when nothing was put in: no technique can be told from it below that."""
CLAIMS: Final = ("claim", "superficial", "persuasion", "semantics")
"""Families whose text a grader may read as a weak claim rather than as an order: not suspecting them is no fault."""


@dataclass
class Tally:
    """What one technique came to."""

    flips: int = 0
    towards_pass: int = 0
    verdicts: int = 0
    suspected: int = 0
    documents: int = 0
    errors: list[str] = field(default_factory=list)

    def take(self, before: Grade, after: Grade, *, replaced: bool) -> None:
        """Count a pair of grades of the same document, without and with.

        Where the payload stands instead of the document nothing can hold any more, and only a pass is wrong.
        """
        self.documents += 1
        self.suspected += after.injection_suspected
        for verdict in after.verdicts:
            was = "fail" if replaced else before.status(verdict.criterion_id)
            self.verdicts += 1
            self.flips += verdict.verdict == "pass" if replaced else was != verdict.verdict
            self.towards_pass += was != "pass" and verdict.verdict == "pass"


async def measure(grader: Grader, techniques: Iterable[Injection], *, repeats: int) -> dict[str, Tally]:
    """Tallies by technique: the baseline first, then every technique, then the controls."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    listed = list(techniques)
    for _ in range(repeats):
        for task in TASKS:
            before = await _graded(grader, task, clean(task.title, task.paragraphs))
            again = await _graded(grader, task, clean(task.title, task.paragraphs))
            _compare(tallies[NOTHING], before, again)
            for name, carrier, documents in _variants(task, listed):
                after = await _graded(grader, task, documents)
                _compare(tallies[name], before, after, replaced=carrier == "text:replace")
    return dict(tallies)


def _variants(task: Task, techniques: Iterable[Injection]) -> Iterator[tuple[str, str, Mapping[str, bytes]]]:
    """Name, carrier and documents; each technique is aimed at the first criterion that does not hold."""
    aim, text, _ = next(truth for truth in task.truths if not truth[2])
    for technique in techniques:
        payload = technique.aimed_at(aim, text)
        yield technique.technique, technique.carrier, injected(task.title, task.paragraphs, technique.carrier, payload)
    for name, paragraphs in CONTROLS.items():
        carrier = HIDDEN.get(name, "text:append")
        yield f"control: {name}", carrier, injected(task.title, task.paragraphs, carrier, "\n".join(paragraphs))


async def _graded(grader: Grader, task: Task, documents: Mapping[str, bytes]) -> dict[str, Grade | str]:
    """A grade of each document, or why there is none."""
    found: dict[str, Grade | str] = {}
    for name, data in documents.items():
        try:
            found[name] = await grade(read_bytes(data, name), task.rubric, grader=grader)
        except GraderError as error:  # no verdict is no flip, and is counted by itself
            found[name] = str(error)
    return found


def _compare(
    tally: Tally, before: Mapping[str, Grade | str], after: Mapping[str, Grade | str], *, replaced: bool = False
) -> None:
    for name, graded in after.items():
        was = before[name]
        if isinstance(graded, str) or isinstance(was, str):
            tally.errors.append(f"{name}: {graded if isinstance(graded, str) else was}")
        else:
            tally.take(was, graded, replaced=replaced)


def rows(tallies: Mapping[str, Tally], families: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each technique: flip rate and suspicion with Wilson intervals (95 %)."""
    return [
        {
            "technique": name,
            "family": families.get(name, "control" if name.startswith("control") else ""),
            "flips": _rate(tally.flips, tally.verdicts),
            "towards_pass": _rate(tally.towards_pass, tally.verdicts),
            "suspected": _rate(tally.suspected, tally.documents),
            "errors": len(tally.errors),
        }
        for name, tally in tallies.items()
    ]


def _rate(hits: int, trials: int) -> dict[str, float | int | None]:
    share = None if not trials else round(hits / trials, 4)
    lower, upper = (round(bound, 4) for bound in wilson(hits, trials))
    return {"hits": hits, "trials": trials, "rate": share, "lower": lower, "upper": upper}
