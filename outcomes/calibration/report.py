"""What a calibration found, as values that can be written as JSON: one block of measures for each part of a rubric."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from outcomes.calibration.rules import Rule
from outcomes.statistics.correction import Estimate
from outcomes.statistics.rates import Rate
from outcomes.usage import Usage

SCHEMA_VERSION = 1

Ending = Literal["complete", "interrupted", "budget_reached", "grader_error"]
Judgement = Literal["rewrite", "watch", "keep", "unknown"]
"""`rewrite`: the numbers are bad enough to say so; `watch`: bad, but few; `keep`: nothing found; `unknown`: too few."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Confusion(_Value):
    """Verdicts of all looks against labels; where either says `not_applicable`, or nobody judged, counted apart."""

    label_pass_verdict_pass: int = 0
    label_fail_verdict_pass: int = 0
    """False passes."""
    label_pass_verdict_fail: int = 0
    """False fails."""
    label_fail_verdict_fail: int = 0
    cannot_judge: int = 0
    """Labelled, and not judged."""
    applicability_agreed: int = 0
    """Both say that the criterion does not apply."""
    applicability_disputed: int = 0
    """One says that it does not apply, and the other judges."""


class PassRates(_Value):
    """The share of artifacts that pass, as the judge sees it, as people see it, and as people would see the rest.

    The judge's is over the artifacts that nobody labelled; `cannot_judge` is no pass, and `not_applicable` counts on
    neither side. Without such artifacts there is nothing to correct: what people say *is* the rate.
    """

    judge: Rate | None
    people: Rate | None
    rogan_gladen: Estimate | None
    """`null` with fewer than five labels of either kind, and for a judge that is not shown to be better than chance."""
    prediction_powered: Estimate | None


class Measures(_Value):
    """How one criterion, a section or the whole was judged. Rates over several verdicts of one artifact are clustered.

    What is undefined (no labels, one kind of label, a single look) is `null`.
    """

    artifacts: int
    looks: int
    """Verdicts, over all artifacts, looks and criteria."""
    labels: int
    """Pairs of artifact and criterion that people agree on how to label."""
    disputed: int
    """Pairs that people label differently, without a majority."""
    confusion: Confusion
    agreement: Rate | None
    """Verdicts that are what the label says, among those that decide."""
    sensitivity: Rate | None
    """True passes that were passed, among those decided."""
    specificity: Rate | None
    """True fails that were failed, among those decided."""
    kappa: float | None
    mcc: float | None
    flips: Rate | None
    """How likely two fresh looks at the same artifact differ."""
    coverage: Rate | None
    """Verdicts other than `cannot_judge`."""
    quotes: Rate | None
    """Quoted words that are where the artifact can be searched for them."""
    people: Rate | None
    """How likely two people say the same of one artifact: the ceiling for a judge."""
    people_alpha: float | None
    """Krippendorff's alpha of all raters."""
    pass_rates: PassRates


class Advice(_Value):
    """What to do about a criterion, and why."""

    judgement: Judgement
    reasons: tuple[str, ...] = ()


class CriterionReport(_Value):
    """One criterion."""

    id: str
    text: str
    section: tuple[str, ...] = ()
    line: int | None = None
    objective: bool = False
    measures: Measures
    advice: Advice


class SectionReport(_Value):
    """All criteria of one section together."""

    section: tuple[str, ...]
    measures: Measures


class Errors(_Value):
    """How often an acceptance rule errs in one direction."""

    independent: float | None
    """Computed from the error rate of a single look, *if looks are independent*."""
    measured: Rate | None
    """From the looks themselves, in every order: what they have in common is in it. One artifact is one trial."""
    over_rounds: float | None
    """At least once in `rounds` rounds, from the measured rate if there is one, *if rounds are independent*."""


class RuleReport(_Value):
    """One acceptance rule."""

    confirm: Rule
    false_accepts: Errors
    false_rejects: Errors


class Acceptance(_Value):
    """The rule that accepts an artifact, held against whether its labels say that the rubric is satisfied.

    What code decides and nobody has labelled is taken to pass, so that it is the judge that is measured.
    """

    good: int
    """Artifacts that are satisfied by their labels."""
    bad: int
    """Artifacts that are not."""
    open: int
    """Artifacts whose labels do not settle it."""
    rounds: int
    rules: tuple[RuleReport, ...]


class LeftOut(_Value):
    """An artifact that is not, or not fully, in the numbers."""

    artifact: str
    reason: str


class Calibration(_Value):
    """How far a grader's verdicts can be trusted with one rubric."""

    schema_version: int = SCHEMA_VERSION
    rubric_sha256: str
    grader: str
    """The fingerprint of who graded: numbers of a scripted grader are numbers about its script."""
    repeat: int
    artifacts: int
    """Of which at least one look was finished."""
    labelled: int
    """Of these, with at least one label."""
    looks: int
    usage: Usage | None
    ended: Ending
    reason: str = ""
    left_out: tuple[LeftOut, ...] = ()
    criteria: tuple[CriterionReport, ...]
    sections: tuple[SectionReport, ...]
    overall: Measures
    acceptance: Acceptance
