"""Which criteria to rewrite, and why: said only where the numbers are enough to say it.

A finding is *sure* when the whole 95 % interval lies on the wrong side of its line, and a *hint* when only the estimate
does. Below `LEAST` artifacts nothing is said at all: of 20 true verdicts in 25, the interval still reaches from 61 % to
91 %. A direction (passing what people fail, or the other way) is tested exactly over artifacts, and the p-values are
adjusted for the number of criteria that are looked at together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.calibration.report import Advice
from outcomes.statistics.comparison import holm, mcnemar_exact
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.calibration.measure import Cell
    from outcomes.calibration.report import Measures
    from outcomes.statistics.rates import Rate

LEAST: Final = 20
"""Artifacts, or labels, below which nothing is said."""
MOST_FLIPS: Final = 0.10
LEAST_AGREEMENT: Final = 0.80
LEAST_CAUGHT: Final = 0.50
"""Of artifacts with one label that get it; below that a judge says the other thing more often."""
LEAST_OF_A_KIND: Final = 5
"""Artifacts with a label, pass or fail, below which nobody knows how a judge does on that kind."""
LEAST_QUOTES: Final = 0.90
LEAST_COVERAGE: Final = 0.90
LEVEL: Final = 0.05
"""Of the test for a direction, after adjusting."""


class Finding(NamedTuple):
    """Something wrong with a criterion."""

    sure: bool
    what: str


class _Errors(NamedTuple):
    """Artifacts on which the judge, over all its looks, differs from the label."""

    false_passes: int
    false_fails: int

    @property
    def p(self) -> float:
        return mcnemar_exact(self.false_passes, self.false_fails)


def advise(cells: Mapping[str, Sequence[Cell]], measures: Mapping[str, Measures]) -> dict[str, Advice]:
    """What to do about each criterion, by id."""
    errors = {name: _errors(found) for name, found in cells.items() if measures[name].labels >= LEAST}
    adjusted = dict(zip(errors, holm([error.p for error in errors.values()]), strict=True))
    advice = {}
    for name, measured in measures.items():
        findings = _findings(measured)
        if name in errors:
            findings = [*_direction(errors[name], adjusted[name]), *findings]
        advice[name] = _advice(findings, measured)
    return advice


def _advice(findings: Sequence[Finding], measured: Measures) -> Advice:
    sure = [finding.what for finding in findings if finding.sure]
    hints = [finding.what for finding in findings if not finding.sure]
    few = _too_few(measured)
    if sure:
        return Advice(judgement="rewrite", reasons=(*sure, *hints, *_people(measured)))
    if hints:
        return Advice(judgement="watch", reasons=(*hints, *_people(measured), *few))
    return Advice(judgement="unknown" if few else "keep", reasons=few)


def _too_few(measured: Measures) -> tuple[str, ...]:
    if measured.labels >= LEAST:
        kinds = (("fail", measured.specificity), ("pass", measured.sensitivity))
        return tuple(_unknown(kind, rate.clusters if rate is not None else 0) for kind, rate in kinds if _is_rare(rate))
    return (f"{count(measured.labels, 'label')}: too few to tell ({LEAST} are needed)",)


def _is_rare(rate: Rate | None) -> bool:
    return rate is None or rate.clusters < LEAST_OF_A_KIND


def _unknown(kind: str, number: int) -> str:
    decided = count(number, "decided label says", "decided labels say")
    return f"{decided} {kind}: how the judge does on those is not known ({LEAST_OF_A_KIND} are needed)"


def _errors(found: Sequence[Cell]) -> _Errors:
    """One vote for each artifact: most of its looks; a tie is no pass."""
    votes = [
        (cell.truth, cell.statuses.count("pass") > cell.statuses.count("fail"))
        for cell in found
        if cell.truth in ("pass", "fail") and {"pass", "fail"} & set(cell.statuses)
    ]
    return _Errors(votes.count(("fail", True)), votes.count(("pass", False)))


def _direction(errors: _Errors, p: float) -> list[Finding]:
    if p >= LEVEL:
        return []
    wrong, other = errors.false_passes, errors.false_fails
    if wrong > other:
        what = f"it passes what people fail: {wrong} times, {other} the other way; say what makes it fail"
    else:
        what = f"it fails what people pass: {other} times, {wrong} the other way; say what is enough"
    return [Finding(sure=True, what=what)]


def _findings(measured: Measures) -> list[Finding]:
    found = []
    if measured.labels >= LEAST and measured.agreement is not None:
        found += _below(measured.agreement, LEAST_AGREEMENT, "it says what people say only {share} of the time")
    if measured.labels >= LEAST:
        caught = (("fail", measured.specificity), ("pass", measured.sensitivity))
        for kind, rate in caught:
            if rate is not None and rate.value < LEAST_CAUGHT:
                share = f"{rate.value:.0%} of what people {kind}"
                found.append(Finding(rate.upper < LEAST_CAUGHT, f"the judge says {kind} of only {share}"))
    if measured.artifacts < LEAST:
        return found
    if measured.flips is not None:
        steady = f"two looks at the same artifact differ {{share}} of the time (more than {MOST_FLIPS:.0%})"
        found += _above(measured.flips, MOST_FLIPS, steady + "; its words can be read in more than one way")
    if measured.quotes is not None:
        found += _below(measured.quotes, LEAST_QUOTES, "only {share} of what it quotes is in the artifact")
    if measured.coverage is not None:
        unjudged = "it is judged only {share} of the time; say where to look, and what settles it"
        found += _below(measured.coverage, LEAST_COVERAGE, unjudged)
    return found


def _below(rate: Rate, line: float, what: str) -> list[Finding]:
    return [Finding(rate.upper < line, what.format(share=f"{rate.value:.0%}"))] if rate.value < line else []


def _above(rate: Rate, line: float, what: str) -> list[Finding]:
    return [Finding(rate.lower > line, what.format(share=f"{rate.value:.0%}"))] if rate.value > line else []


def _people(measured: Measures) -> tuple[str, ...]:
    """Where people differ among themselves, a judge cannot do better than they do."""
    people = measured.people
    if people is None or people.upper >= LEAST_AGREEMENT:
        return ()
    return (f"people agree with each other only {people.value:.0%} of the time, so the words are at fault",)
