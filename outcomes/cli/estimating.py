"""What judging may cost, told before the first paid question; `--estimate` stops there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes import wiring
from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.errors import OutcomesError, UsageError
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from outcomes.calibrating import Given
    from outcomes.cli.judge import Judge
    from outcomes.cli.options import Confirm
    from outcomes.cli.output import Output
    from outcomes.many import Job
    from outcomes.rubric import Rubric

SCHEMA_VERSION: Final = 1
UNASKED_USD: Final = 1.0
"""What a command may spend on many files when nobody is there to see it, and nobody has said how much it may: no more
is expected when it begins, and none is asked for that might not fit."""
_USUAL: Final[dict[object, int]] = {0: 1, 1: 2, "strict": 2}
_MOST: Final[dict[object, int]] = {0: 1, 1: 3, "strict": 2}
"""Looks at one artifact: when everything passes, and when looks disagree. See `outcomes.decide`."""
_LARGE: Final = 200_000
"""Tokens, more than any judge is shown of an artifact."""


@dataclass(frozen=True)
class Cost:
    """Dollars, as a rule and at the most; `None`: no price is known."""

    model: str
    criteria: int
    questions: int
    usual_usd: float | None
    most_usd: float | None

    def __add__(self, other: Cost) -> Cost:
        """Both."""
        return Cost(
            self.model or other.model,
            max(self.criteria, other.criteria),
            self.questions + other.questions,
            _sum(self.usual_usd, other.usual_usd),
            _sum(self.most_usd, other.most_usd),
        )

    @property
    def sentence(self) -> str:
        """For people."""
        if not self.model:
            return "no model is asked, and nothing is paid for"
        who = f"{self.model} judges {count(self.criteria, 'criterion', 'criteria')}"
        if self.usual_usd is None or self.most_usd is None:
            return f"{who}; what that costs is not known: [prices] in outcomes.toml says what its tokens cost"
        asked = count(self.questions, "question")
        return f"{who} in {asked} as a rule, for about ${self.usual_usd:.2f}; at most ${self.most_usd:.2f}"

    @property
    def document(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "schema_version": SCHEMA_VERSION,
            "model": self.model or None,
            "criteria": self.criteria,
            "questions": self.questions,
            "usual_cost_usd": self.usual_usd,
            "most_cost_usd": self.most_usd,
        }


NOTHING: Final = Cost("", 0, 0, 0.0, 0.0)


def cost_of(
    judge: Judge | None,
    rubric: Rubric,
    artifact: Artifact | None,
    *,
    confirm: Confirm | None,
    repeat: int = 1,
    rounds: int = 1,
    references: Sequence[Path | Artifact] = (),
) -> Cost:
    """What grading an artifact takes; without one, an artifact as large as a judge is ever shown, in every round."""
    if judge is None or not rubric.judged_ids:
        return NOTHING
    beside = wiring.read_references(rubric, references)
    found = wiring.estimate_look(judge, rubric, artifact if artifact is not None else _large(), beside)
    if found is None:
        return NOTHING
    firsts = rounds if artifact is None else 1
    further = max(_USUAL[confirm or 0], repeat) - 1  # only what passes is looked at again, which ends a run
    most = max(_MOST[confirm or 0], repeat) * rounds
    each = found.estimate
    first, again = each.first.cost_usd, each.again.cost_usd
    return Cost(
        found.model,
        len(rubric.judged_ids),
        found.questions * (firsts + further),
        None if first is None or again is None else first * firsts + again * further,
        None if each.most.cost_usd is None else each.most.cost_usd * most,
    )


def cost_of_all(
    judge: Judge | None,
    jobs: Iterable[Job],
    *,
    confirm: Confirm | None,
    references: Sequence[Path] = (),
    convert: bool = False,
    enough_usd: float | None = None,
) -> Cost:
    """The sum over many files, one read after the other; no further than `enough_usd`, if that is given.

    A file that cannot be read costs nothing.
    """
    from outcomes import api

    whole = NOTHING
    if judge is None or not wiring.is_foreseen(judge):
        return whole
    for job in jobs:
        if job.rubric.judged_ids:
            try:
                artifact = api.read_artifact(job.path, convert=convert)
                whole += cost_of(judge, job.rubric, artifact, confirm=confirm, references=references)
            except UsageError:
                raise
            except OutcomesError:
                continue
        if enough_usd is not None and (whole.usual_usd or 0.0) > enough_usd:
            break
    return whole


def cost_of_calibration(
    judge: Judge | None, rubric: Rubric, given: Iterable[Given], *, repeat: int, convert: bool = False
) -> Cost:
    """The sum over labelled artifacts, looked at `repeat` times; one that cannot be read costs nothing."""
    from outcomes import api

    whole = NOTHING
    if judge is None or not wiring.is_foreseen(judge):
        return whole
    for one in given:
        try:
            artifact = api.read_artifact(one.path, convert=convert)
            whole += cost_of(judge, rubric, artifact, confirm=0, repeat=repeat, references=one.references)
        except UsageError:
            raise
        except OutcomesError:
            continue
    return whole


def tell_cost(cost: Cost, out: Output, *, only: bool) -> None:
    """Say it: as the result where it is the `only` thing asked for, otherwise as a note, if anything is paid for."""
    if only:
        out.document(cost.document)
        out.result(cost.sentence)
    elif cost.model:
        out.note(cost.sentence)


def refuse_unasked(cost: Cost, files: int, *, hosted: bool) -> None:
    """Nobody is there to see what many files cost, and nobody has said how much they may.

    At an endpoint of one's own a model without a price may well cost nothing; at the `hosted` one it does not.

    Raises:
        UsageError: it is more than `UNASKED_USD`, or nobody knows how much.
    """
    if cost.usual_usd is None and hosted:
        msg = (
            f"what {cost.model} costs is not known, so that {count(files, 'file')} may cost any amount, and nobody is "
            f'at a terminal: a table [prices."{cost.model}"] in outcomes.toml says what its tokens cost, and '
            "--max-cost-usd how much it may be"
        )
        raise UsageError(msg)
    if cost.usual_usd is not None and cost.usual_usd > UNASKED_USD:
        msg = (
            f"to judge {count(files, 'file')} may cost more than ${UNASKED_USD:.2f}, and nobody is at a terminal: "
            "say how much it may cost with --max-cost-usd; --estimate says what to expect"
        )
        raise UsageError(msg)


def watched() -> bool:
    """Whether somebody sees what is said, and can stop it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _large() -> Artifact:
    """Longer than any judge is shown, so that it is counted as what is shown at the most."""
    text = "word " * (_LARGE // 2)
    blocks = tuple(Block("paragraph", f"artifact.txt:L{n}", text[: len(text) // 100]) for n in range(1, 101))
    unit = Unit("file", 1, "artifact.txt", blocks=blocks)
    entry = FileEntry("artifact.txt", "0" * 64, len(text))
    return Artifact(kind="text", name="artifact.txt", files=(entry,), units=(unit,))
