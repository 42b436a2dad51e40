"""What judging may cost, told before the first paid question; `--estimate` stops there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes import wiring
from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.errors import OutcomesError, UsageError
from outcomes.sinks.words import dollars
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
MOST_LOOKS: Final[dict[object, int]] = {0: 1, 1: 3, "strict": 2}
"""Looks at one artifact: when everything passes, and when looks disagree. See `outcomes.decide`."""
TYPICAL_WORDS: Final = 2_000
"""Of a file that nobody has written yet."""
_LARGE: Final = 100_000
"""Words, more than any judge is shown of an artifact."""


@dataclass(frozen=True)
class Cost:
    """Dollars, as a rule and when much has to be asked again; `None`: no price is known."""

    model: str
    criteria: int
    """Of all files together."""
    questions: int
    usual_usd: float | None
    high_usd: float | None
    files: int = 1
    assumed: bool = False
    """Whether nobody knows yet how long the files are."""
    unpriced: tuple[str, ...] = ()
    """Models of which no price is known."""

    def __add__(self, other: Cost) -> Cost:
        """Both."""
        return Cost(
            self.model or other.model,
            self.criteria + other.criteria,
            self.questions + other.questions,
            _total((self.usual_usd, other.usual_usd)),
            _total((self.high_usd, other.high_usd)),
            self.files + other.files,
            unpriced=tuple(dict.fromkeys((*self.unpriced, *other.unpriced))),
        )

    @property
    def sentence(self) -> str:
        """For people."""
        if not self.model:
            return "no model is asked, and nothing is paid for"
        many = f" of {self.files:,} files" if self.files > 1 else ""
        who = f"{self.model} judges {count(self.criteria, 'criterion', 'criteria')}{many}"
        asked = f"{who} in {count(self.questions, 'question')} as a rule"
        if self.usual_usd is None or self.high_usd is None:
            name = self.unpriced[0] if self.unpriced else self.model
            how = f'[prices."{name}"] in outcomes.toml says what a million tokens cost there'
            return f"{asked}; what that costs is not known: {how}"
        usual, high = dollars(self.usual_usd), dollars(self.high_usd)
        length = f" (if files have about {TYPICAL_WORDS:,} words)" if self.assumed else ""
        return f"{asked}, for about {usual}{length} and hardly ever more than {high}"

    @property
    def document(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "schema_version": SCHEMA_VERSION,
            "model": self.model or None,
            "criteria": self.criteria,
            "questions": self.questions,
            "usual_cost_usd": self.usual_usd,
            "high_cost_usd": self.high_usd,
        }


NOTHING: Final = Cost("", 0, 0, 0.0, 0.0, files=0)


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
    """What grading an artifact takes; without one, an ordinary one, and at the worst one as large as is ever shown."""
    if judge is None or not rubric.judged_ids:
        return NOTHING
    beside = wiring.read_references(rubric, references)
    usual, most = (max(looks[confirm or 0], repeat) for looks in (_USUAL, MOST_LOOKS))
    found = wiring.estimate_looks(judge, rubric, artifact or _as_long_as(TYPICAL_WORDS), most, beside)
    if not found:
        return NOTHING
    high = found if artifact is not None else wiring.estimate_looks(judge, rubric, _as_long_as(_LARGE), most, beside)
    # only what passes is looked at again, and that ends a run: every round begins with a first look
    taken = (*[found[0]] * (rounds - 1), *found[:usual])
    return Cost(
        " and ".join(dict.fromkeys(look.model for look in taken)),
        len(rubric.judged_ids),
        sum(look.questions for look in taken),
        _total(look.estimate.usual.cost_usd for look in taken),
        _total(look.estimate.high.cost_usd for look in high * rounds),
        assumed=artifact is None,
        unpriced=tuple(dict.fromkeys(look.model for look in taken if look.estimate.usual.cost_usd is None)),
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
    whole = NOTHING
    if judge is None or not wiring.is_foreseen(judge):
        return whole
    for job in jobs:
        if job.rubric.judged_ids:
            whole += _cost_of_file(judge, job.rubric, job.path, references, confirm=confirm, convert=convert)
        if enough_usd is not None and (whole.usual_usd or 0.0) > enough_usd:
            break
    return whole


def cost_of_calibration(
    judge: Judge | None, rubric: Rubric, given: Iterable[Given], *, repeat: int, convert: bool = False
) -> Cost:
    """The sum over labelled artifacts, looked at `repeat` times; one that cannot be read costs nothing."""
    whole = NOTHING
    if judge is None or not wiring.is_foreseen(judge):
        return whole
    for one in given:
        whole += _cost_of_file(judge, rubric, one.path, one.references, confirm=0, repeat=repeat, convert=convert)
    return whole


def _cost_of_file(
    judge: Judge,
    rubric: Rubric,
    path: Path,
    references: Sequence[Path | Artifact],
    *,
    confirm: Confirm | None,
    repeat: int = 1,
    convert: bool,
) -> Cost:
    """What grading a file takes; nothing, where it cannot be read or is not what the rubric is about."""
    from outcomes import api

    try:
        artifact = api.read_artifact(path, convert=convert)
        wiring.refuse_other_kinds(artifact, rubric)
        return cost_of(judge, rubric, artifact, confirm=confirm, repeat=repeat, references=references)
    except UsageError:
        raise
    except OutcomesError:
        return NOTHING


def tell_cost(cost: Cost, out: Output, *, only: bool) -> None:
    """Say it: as the result where it is the `only` thing asked for, otherwise as a note, if anything is paid for."""
    if only:
        out.document(cost.document)
        out.result(cost.sentence)
    elif cost.model:
        out.note(cost.sentence)


def refuse_unasked(cost: Cost, files: int, unpriced: Sequence[str]) -> None:
    """Nobody is there to see what many files cost, and nobody has said how much they may.

    `unpriced` are models that are asked where nothing is free, and of which nobody knows how much they cost. At an
    endpoint of one's own a model without a price may well cost nothing.

    Raises:
        UsageError: it is more than `UNASKED_USD`, or unknown.
    """
    if unpriced:
        msg = (
            f"what {unpriced[0]} costs is not known, so that {count(files, 'file')} may cost any amount, and nobody is "
            f'at a terminal: a table [prices."{unpriced[0]}"] in outcomes.toml says what its tokens cost, and '
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
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _total(amounts: Iterable[float | None]) -> float | None:
    known = list(amounts)
    return None if None in known else sum(filter(None, known))


def _as_long_as(words: int) -> Artifact:
    """An artifact of so many words, in a hundred pieces; what is longer than any judge is shown counts as the most."""
    text = "lorem " * words
    blocks = tuple(Block("paragraph", f"artifact.txt:L{n}", text[: len(text) // 100]) for n in range(1, 101))
    unit = Unit("file", 1, "artifact.txt", blocks=blocks)
    entry = FileEntry("artifact.txt", "0" * 64, len(text))
    return Artifact(kind="text", name="artifact.txt", files=(entry,), units=(unit,))
