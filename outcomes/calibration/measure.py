"""Labels and looks -> measures: for one criterion, for a section, for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from outcomes.calibration.report import Confusion, Measures, PassRates
from outcomes.evidence import Quote
from outcomes.statistics import agreement
from outcomes.statistics.correction import corrected_rate, prediction_powered_rate
from outcomes.statistics.rates import Rate, Tally, clustered_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from outcomes.calibration.labels import Label, Labelled
    from outcomes.statistics.correction import Estimate
    from outcomes.verdict import Grade, Status, Verdict


LEAST_OF_EACH: Final = 5
"""Labels of either kind below which nobody can say how a judge errs there."""


@dataclass(frozen=True)
class Seen:
    """One artifact: what people say of it, and what each look found."""

    labelled: Labelled
    looks: tuple[Grade, ...]


@dataclass(frozen=True)
class Cell:
    """One criterion of one artifact: the unit that everything is counted in."""

    artifact: str
    verdicts: tuple[Verdict, ...]
    """Of each look."""
    votes: tuple[Label, ...]
    """Of each rater."""
    truth: Status | None
    """What most raters say."""
    statuses: tuple[Status, ...] = field(init=False)

    def __post_init__(self) -> None:
        """The looks' verdicts, in short."""
        object.__setattr__(self, "statuses", tuple(verdict.verdict for verdict in self.verdicts))

    @property
    def disputed(self) -> bool:
        """Labelled, but without a majority."""
        return bool(self.votes) and self.truth is None

    @property
    def decided(self) -> tuple[Status, ...]:
        """The verdicts of the looks that judged."""
        return tuple(status for status in self.statuses if status != "cannot_judge")


def cells(seen: Iterable[Seen], criterion_ids: Sequence[str]) -> list[Cell]:
    """The cells of these criteria, artifact by artifact."""
    return [_cell(one, name) for one in seen for name in criterion_ids]


def _cell(one: Seen, criterion_id: str) -> Cell:
    truth = one.labelled.truth(criterion_id)
    return Cell(
        artifact=one.labelled.path,
        verdicts=tuple(grade.by_id[criterion_id] for grade in one.looks),
        votes=tuple(one.labelled.by_criterion.get(criterion_id, {}).values()),
        truth=truth.verdict if truth is not None else None,
    )


def measure(found: Sequence[Cell]) -> Measures:
    """All measures of some cells; those of one artifact stand together."""
    labelled = [cell for cell in found if cell.truth is not None]
    pairs = [(cell.truth, status) for cell in labelled for status in cell.statuses]
    two = agreement.Confusion.of((a == "pass", b == "pass") for a, b in pairs if {a, b} <= {"pass", "fail"})
    return Measures(
        artifacts=len({cell.artifact for cell in found}),
        looks=sum(len(cell.statuses) for cell in found),
        labels=len(labelled),
        disputed=sum(cell.disputed for cell in found),
        confusion=_confusion(two, pairs),
        agreement=_rate(labelled, lambda cell: (sum(s == cell.truth for s in cell.decided), len(cell.decided))),
        sensitivity=_right(labelled, "pass"),
        specificity=_right(labelled, "fail"),
        kappa=two.kappa,
        mcc=two.mcc,
        flips=_rate(found, lambda cell: agreement.disagreeing_pairs(cell.statuses)),
        coverage=_rate(found, lambda cell: (len(cell.decided), len(cell.statuses))),
        quotes=_rate(found, _quotes),
        people=_rate(found, _people),
        people_alpha=agreement.krippendorff_alpha([vote.verdict for vote in cell.votes] for cell in found),
        pass_rates=_pass_rates(found),
    )


def _confusion(two: agreement.Confusion, pairs: Sequence[tuple[Status | None, Status]]) -> Confusion:
    judged = [(a, b) for a, b in pairs if b != "cannot_judge"]
    excused = [(a, b) for a, b in judged if "not_applicable" in (a, b)]
    return Confusion(
        label_pass_verdict_pass=two.true_positives,
        label_fail_verdict_pass=two.false_positives,
        label_pass_verdict_fail=two.false_negatives,
        label_fail_verdict_fail=two.true_negatives,
        cannot_judge=len(pairs) - len(judged),
        applicability_agreed=sum(a == b for a, b in excused),
        applicability_disputed=sum(a != b for a, b in excused),
    )


def _tallies(found: Iterable[Cell], count: Callable[[Cell], tuple[float, float]]) -> list[Tally]:
    """What is counted in each cell, added up over the cells of one artifact: a cluster."""
    tallies = []
    for _, group in groupby(found, lambda cell: cell.artifact):
        counted = [count(cell) for cell in group]
        tallies.append(Tally(sum(hits for hits, _ in counted), sum(trials for _, trials in counted)))
    return tallies


def _rate(found: Iterable[Cell], count: Callable[[Cell], tuple[float, float]]) -> Rate | None:
    return clustered_rate(_tallies(found, count))


def _right(labelled: Sequence[Cell], truth: Status) -> Rate | None:
    """Verdicts like the label, among passes and fails where the label is this."""

    def count(cell: Cell) -> tuple[int, int]:
        two = [status == truth for status in cell.statuses if status in ("pass", "fail")]
        return sum(two), len(two)

    return _rate([cell for cell in labelled if cell.truth == truth], count)


def _quotes(cell: Cell) -> tuple[int, int]:
    """Quotes that the engine found, and all that it looked for."""
    quotes = [item for verdict in cell.verdicts for item in verdict.evidence if isinstance(item, Quote)]
    looked_up = [item for item in quotes if item.check is not None]
    return sum(item.holds for item in looked_up), len(looked_up)


def _people(cell: Cell) -> tuple[float, float]:
    differ = agreement.disagreeing_pairs([vote.verdict for vote in cell.votes])
    return differ.trials - differ.hits, differ.trials


# -- pass rates ----------------------------------------------------------------------------------------------------


def _pass_rates(found: Sequence[Cell]) -> PassRates:
    """The labelled cells say how the judge errs, the others how often it passes."""
    calibration = [cell for cell in found if cell.truth in ("pass", "fail")]
    test = [cell for cell in found if not cell.votes]
    judged = _tallies(test, _passed)
    return PassRates(
        judge=clustered_rate(judged),
        people=_rate(calibration, lambda cell: (cell.truth == "pass", 1)),
        rogan_gladen=_rogan_gladen(judged, calibration),
        prediction_powered=_prediction_powered(judged, calibration),
    )


def _applies(cell: Cell) -> list[Status]:
    return [status for status in cell.statuses if status != "not_applicable"]


def _passed(cell: Cell) -> tuple[int, int]:
    """`cannot_judge` is no pass: the engine does not take it for one either."""
    return _applies(cell).count("pass"), len(_applies(cell))


def _not_passed(cell: Cell) -> tuple[int, int]:
    passed, trials = _passed(cell)
    return trials - passed, trials


def _rogan_gladen(judged: Sequence[Tally], calibration: Sequence[Cell]) -> Estimate | None:
    truths = [cell.truth for cell in calibration]
    if min(truths.count("pass"), truths.count("fail")) < LEAST_OF_EACH:
        return None
    return corrected_rate(
        _worth(clustered_rate(judged)),
        _worth(_rate([cell for cell in calibration if cell.truth == "pass"], _passed)),
        _worth(_rate([cell for cell in calibration if cell.truth == "fail"], _not_passed)),
    )


def _worth(rate: Rate | None) -> Tally:
    """As many independent trials as it is worth."""
    return Tally(rate.hits, rate.effective) if rate is not None else Tally(0, 0)


def _prediction_powered(judged: Sequence[Tally], calibration: Sequence[Cell]) -> Estimate | None:
    people = _tallies(calibration, lambda cell: (len(_applies(cell)) * (cell.truth == "pass"), len(_applies(cell))))
    return prediction_powered_rate(judged, zip(people, _tallies(calibration, _passed), strict=True))
