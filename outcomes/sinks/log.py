"""Events as structured log lines, for services that run outcomes beside other work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from outcomes.events import EvaluationEnded, OutcomeDefined, WorkEnded, WorkStartedEvent
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from outcomes.events import Event
    from outcomes.usage import Usage
    from outcomes.verdict import Grade

LONGEST_ERROR = 200
"""Characters of an error's sentence that go into a log line."""


class LogSink:
    """Logs each event under its type, with numbers and ids; no words of the rubric or of the artifact.

    A run that ends for other reasons than the work itself, because a worker or a grader broke, is logged as an error.
    """

    def __init__(self, logger: Any = None) -> None:  # noqa: ANN401 - structlog's loggers share no type
        """`logger` is any structlog logger; the one named `outcomes` if not given."""
        self._logger = logger if logger is not None else structlog.get_logger("outcomes")

    def __call__(self, event: Event) -> None:
        """Log one event."""
        fields = {"run_id": event.run_id, "event_id": event.id, **_fields(event)}
        level = "error" if _broke(event) else "info"
        getattr(self._logger, level)(event.type, **{name: value for name, value in fields.items() if value is not None})


def _broke(event: Event) -> bool:
    if isinstance(event, EvaluationEnded):
        return event.result in ("worker_error", "grader_error")
    return isinstance(event, WorkEnded) and event.error is not None


def _fields(event: Event) -> dict[str, object]:
    if isinstance(event, OutcomeDefined):
        return {"max_iterations": event.max_iterations}
    if isinstance(event, WorkStartedEvent):
        return {"iteration": event.iteration, "base_iteration": event.base_iteration}
    if isinstance(event, WorkEnded):
        return {
            "iteration": event.iteration,
            "seconds": round(event.seconds, 3),
            "artifact_sha256": event.artifact_sha256,
            "readable": event.problem is None if event.error is None else None,
            "error": _line(event.error),
            **_cost(event.usage),
        }
    if isinstance(event, EvaluationEnded):
        return {
            "iteration": event.iteration,
            "result": event.result,
            "reason": event.reason.code,
            "error": _line(event.reason.detail) if _broke(event) else None,
            "best_iteration": event.best_iteration,
            **_counts(event.grade),
            **_cost(event.usage),
        }
    return {"iteration": event.iteration}


def _counts(grade: Grade | None) -> dict[str, object]:
    if grade is None:
        return {}
    return {
        "criteria": grade.total,
        "graded": grade.graded,
        "required_failures": grade.required_failures,
        "score_lower": round(grade.score_lower, 4),
        "score_upper": round(grade.score_upper, 4),
    }


def _cost(usage: Usage | None) -> dict[str, object]:
    return {"tokens": usage.tokens, "cost_usd": usage.cost_usd} if usage is not None else {}


def _line(error: str | None) -> str | None:
    return clip(shown(error), LONGEST_ERROR) if error else None
