"""A rubric, labels and looks -> the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.calibration import rules
from outcomes.calibration.advice import advise
from outcomes.calibration.measure import cells, measure
from outcomes.calibration.report import (
    Acceptance,
    Calibration,
    CriterionReport,
    Errors,
    LeftOut,
    RuleReport,
    SectionReport,
)
from outcomes.statistics.rates import Tally, clustered_rate
from outcomes.verdict import Gap, Grade, Verdict, total_usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.calibration.labels import Label, Labelled
    from outcomes.calibration.measure import Seen
    from outcomes.calibration.report import Ending
    from outcomes.calibration.rules import Rule
    from outcomes.rubric import Criterion, Rubric
    from outcomes.usage import Usage

ROUNDS: Final = 5
"""Over so many rounds the rules are compared: a loop that stops at the first pass has as many chances to err."""


def assess(
    rubric: Rubric,
    seen: Sequence[Seen],
    *,
    grader: str,
    repeat: int,
    ended: Ending = "complete",
    reason: str = "",
    left_out: Sequence[LeftOut] = (),
    spent: Usage | None,
) -> Calibration:
    """Everything that can be said of what was seen; artifacts without a finished look are not in it."""
    held = [one for one in seen if one.looks]
    by_id = {criterion.id: cells(held, [criterion.id]) for criterion in _asked(rubric, held)}
    measures = {name: measure(found) for name, found in by_id.items()}
    advice = advise(by_id, measures)
    sections = dict.fromkeys(rubric[name].section for name in by_id)
    return Calibration(
        rubric_sha256=rubric.sha256,
        grader=grader,
        repeat=repeat,
        artifacts=len(held),
        labelled=sum(bool(one.labelled.by_criterion) for one in held),
        looks=sum(len(one.looks) for one in held),
        usage=spent,
        ended=ended,
        reason=reason,
        left_out=tuple(left_out),
        criteria=tuple(
            CriterionReport(
                id=name,
                text=rubric[name].text,
                section=rubric[name].section,
                line=rubric[name].line,
                objective=rubric[name].objective,
                measures=measures[name],
                advice=advice[name],
            )
            for name in by_id
        ),
        sections=tuple(
            SectionReport(
                section=section,
                measures=measure(cells(held, [name for name in by_id if rubric[name].section == section])),
            )
            for section in sections
        )
        if len(sections) > 1
        else (),
        overall=measure(cells(held, list(by_id))),
        acceptance=_acceptance(rubric, held),
    )


def spent_on(seen: Sequence[Seen]) -> Usage | None:
    """What all looks used; `None` as soon as one did not say."""
    return total_usage(look.usage for one in seen for grade in one.looks for look in grade.looks)


def _asked(rubric: Rubric, seen: Sequence[Seen]) -> list[Criterion]:
    """Judged criteria, and those decided by code that somebody has labelled."""
    labelled = {name for one in seen for name in one.labelled.by_criterion}
    return [criterion for criterion in rubric.criteria if not criterion.objective or criterion.id in labelled]


# -- acceptance ----------------------------------------------------------------------------------------------------


def _acceptance(rubric: Rubric, seen: Sequence[Seen]) -> Acceptance:
    """The rules held against the labels, as if code had passed what nobody labelled.

    What code fails is sent back whatever a judge says: a judge that passes everything would never be caught.
    """
    truths = [(one, _true_grade(rubric, one)) for one in seen]
    good = [_past_code(rubric, one) for one, truth in truths if truth.satisfied]
    bad = [_past_code(rubric, one) for one, truth in truths if truth.blocking]
    return Acceptance(
        good=len(good),
        bad=len(bad),
        open=len(seen) - len(good) - len(bad),
        rounds=ROUNDS,
        rules=tuple(
            RuleReport(confirm=rule, false_accepts=_errors(rule, bad), false_rejects=_errors(rule, good, rejects=True))
            for rule in rules.RULES
        ),
    )


def _true_grade(rubric: Rubric, one: Seen) -> Grade:
    """What the labels say of the whole; without any, what code decides is taken to pass, and all else is open."""
    looked = one.looks[0]
    verdicts = []
    for criterion in rubric.criteria:
        label = one.labelled.truth(criterion.id)
        if label is not None:
            verdicts.append(_labelled(criterion, label))
        elif criterion.objective:
            verdicts.append(_passed(criterion))
        else:
            verdicts.append(Verdict(criterion_id=criterion.id, verdict="cannot_judge", rationale="not labelled"))
    return Grade(artifact_sha256=looked.artifact_sha256, bar=rubric.bar, verdicts=tuple(verdicts))


def _past_code(rubric: Rubric, one: Seen) -> tuple[Grade, ...]:
    """The looks at an artifact, with a pass wherever code decided and nobody has labelled."""
    by_code = {item.id for item in rubric.criteria if item.objective and one.labelled.truth(item.id) is None}
    if not by_code:
        return tuple(one.looks)
    return tuple(
        Grade(
            artifact_sha256=look.artifact_sha256,
            bar=look.bar,
            verdicts=tuple(
                _passed(rubric[verdict.criterion_id]) if verdict.criterion_id in by_code else verdict
                for verdict in look.verdicts
            ),
            looks=look.looks,
            contradiction=look.contradiction,
        )
        for look in one.looks
    )


def _passed(criterion: Criterion) -> Verdict:
    top = max(criterion.levels, key=lambda level: level.credit).label if criterion.levels else None
    return Verdict(criterion_id=criterion.id, verdict="pass", level=top, rationale="decided by code")


def _labelled(criterion: Criterion, label: Label) -> Verdict:
    gap = Gap(missing="labelled a fail") if label.verdict == "fail" else None
    return Verdict(criterion_id=criterion.id, verdict=label.verdict, level=label.level, gap=gap)


def _errors(rule: Rule, artifacts: Sequence[Sequence[Grade]], *, rejects: bool = False) -> Errors:
    """How often the rule accepts these artifacts, or, with `rejects`, how often it does not."""
    once = clustered_rate(Tally(sum(look.satisfied for look in looks), len(looks)) for looks in artifacts)
    found = clustered_rate(
        _share(tally, rejects=rejects) for looks in artifacts if (tally := rules.measured(rule, looks)) is not None
    )
    independent = None if once is None else rules.accepts(rule, once.value)
    if independent is not None and rejects:
        independent = 1 - independent
    likely = found.value if found is not None else independent
    return Errors(
        independent=independent,
        measured=found,
        over_rounds=None if likely is None or rejects else rules.over_rounds(likely, ROUNDS),
    )


def _share(tally: Tally, *, rejects: bool) -> Tally:
    """One artifact is one trial, however many orders its looks can come in."""
    share = tally.hits / tally.trials
    return Tally(1 - share if rejects else share, 1)


def labelled_without_judge(rubric: Rubric, labels: Sequence[Labelled]) -> list[str]:
    """Ids of labelled criteria that need a judge."""
    named = {name for one in labels for name in one.by_criterion}
    return [name for name in rubric.judged_ids if name in named]
