"""Outcome engine: say what done means in a rubric; an isolated grader checks the work until it is.

    rubric + artifact -> grader -> verdicts -> decide -> loop -> records -> events -> sinks

Everything public is listed in `__all__` and loaded when it is first used; importing this package does no work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcomes.api import (
        draft_rubric,
        grade,
        grade_sync,
        lint_rubric,
        load_rubric,
        model_grader,
        read_artifact,
        regrade,
        run_outcome,
        run_outcome_sync,
    )
    from outcomes.artifact import Artifact
    from outcomes.calibrating import calibrate, calibrate_sync
    from outcomes.calibration.report import Calibration
    from outcomes.drafting.draft import Draft
    from outcomes.errors import (
        ArtifactError,
        DeadlineReached,
        GraderError,
        NotSatisfied,
        OutcomesError,
        ProviderError,
        RubricError,
        StoreError,
        UsageError,
        WorkerError,
    )
    from outcomes.interrupt import Interrupt
    from outcomes.outcome import Budget, Outcome
    from outcomes.rubric import Criterion, Rubric
    from outcomes.run import Best, Run
    from outcomes.verdict import Gap, Grade, Look, Verdict
    from outcomes.version import __version__
    from outcomes.worker import Brief
    from outcomes.wrap import until_satisfied

_WHERE = {
    "Artifact": "artifact",
    "ArtifactError": "errors",
    "Best": "run",
    "Brief": "worker",
    "Budget": "outcome",
    "Calibration": "calibration.report",
    "Criterion": "rubric",
    "DeadlineReached": "errors",
    "Draft": "drafting.draft",
    "Gap": "verdict",
    "Grade": "verdict",
    "GraderError": "errors",
    "Interrupt": "interrupt",
    "Look": "verdict",
    "NotSatisfied": "errors",
    "Outcome": "outcome",
    "OutcomesError": "errors",
    "ProviderError": "errors",
    "Rubric": "rubric",
    "RubricError": "errors",
    "Run": "run",
    "StoreError": "errors",
    "UsageError": "errors",
    "Verdict": "verdict",
    "WorkerError": "errors",
    "__version__": "version",
    "calibrate": "calibrating",
    "calibrate_sync": "calibrating",
    "draft_rubric": "api",
    "grade": "api",
    "grade_sync": "api",
    "lint_rubric": "api",
    "load_rubric": "api",
    "model_grader": "api",
    "read_artifact": "api",
    "regrade": "api",
    "run_outcome": "api",
    "run_outcome_sync": "api",
    "until_satisfied": "wrap",
}

__all__ = [
    "Artifact", "ArtifactError", "Best", "Brief", "Budget", "Calibration", "Criterion", "DeadlineReached", "Draft",
    "Gap", "Grade", "GraderError", "Interrupt", "Look", "NotSatisfied", "Outcome", "OutcomesError", "ProviderError",
    "Rubric", "RubricError", "Run", "StoreError", "UsageError", "Verdict", "WorkerError", "__version__", "calibrate",
    "calibrate_sync", "draft_rubric", "grade", "grade_sync", "lint_rubric", "load_rubric", "model_grader",
    "read_artifact", "regrade", "run_outcome", "run_outcome_sync", "until_satisfied",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    module = _WHERE.get(name)
    if module is None:
        msg = f"module 'outcomes' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value = getattr(import_module(f"outcomes.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__
