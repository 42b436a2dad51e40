"""The log sink."""

from __future__ import annotations

from typing import Any

from structlog.testing import CapturingLogger

from outcomes.sinks.log import LogSink
from outcomes.testing import ScriptedWorker
from outcomes.usage import Usage

from .support import DONE, go

CANARY = "CANARY of the artifact"


def logged(script: object) -> list[tuple[str, str, dict[str, Any]]]:
    """Level, event and fields of every line."""
    logger = CapturingLogger()
    go(script, LogSink(logger), criteria=(DONE,))  # type: ignore[arg-type]
    return [(call.method_name, call.args[0], call.kwargs) for call in logger.calls]


def test_each_event_is_a_line_under_its_type_with_small_fields() -> None:
    worker = ScriptedWorker(["done"], usage=Usage(input_tokens=7, output_tokens=3, cost_usd=0.5))
    lines = logged(worker)
    artifact = lines[2][2]["artifact_sha256"]
    run = {"run_id": "run_test"}
    assert lines == [
        ("info", "user.define_outcome", run | {"event_id": "sevt_test000000", "max_iterations": 5}),
        ("info", "span.work_start", run | {"event_id": "sevt_test000001", "iteration": 0}),
        (
            "info",
            "span.work_end",
            run
            | {
                "event_id": "sevt_test000002",
                "iteration": 0,
                "seconds": 0.0,
                "artifact_sha256": artifact,
                "readable": True,
                "tokens": 10,
                "cost_usd": 0.5,
            },
        ),
        ("info", "span.outcome_evaluation_start", run | {"event_id": "sevt_test000003", "iteration": 0}),
        (
            "info",
            "span.outcome_evaluation_end",
            run
            | {
                "event_id": "sevt_test000005",
                "iteration": 0,
                "result": "satisfied",
                "reason": "all_pass",
                "best_iteration": 0,
                "criteria": 1,
                "graded": 1,
                "required_failures": 0,
                "score_lower": 1.0,
                "score_upper": 1.0,
                "tokens": 0,
                "cost_usd": 0.0,
            },
        ),
    ]


def test_no_word_of_the_artifact_or_the_rubric_is_logged() -> None:
    text = repr(logged([f"TODO {CANARY}", b"PK\x03\x04", f"TODO {CANARY}"]))
    assert CANARY not in text
    assert DONE.text not in text


def test_an_unreadable_deliverable_is_no_error_of_the_machinery() -> None:
    level, _, fields = logged([b"PK\x03\x04"])[2]
    assert (level, fields["readable"]) == ("info", False)


def test_a_worker_that_breaks_is_an_error_with_its_sentence_made_safe() -> None:
    lines = logged([LookupError("no \x1b[31mmodel")])
    assert [(level, fields.get("error")) for level, _, fields in lines if level == "error"] == [
        ("error", "LookupError: no \\x1b[31mmodel"),
        ("error", "LookupError: no \\x1b[31mmodel"),
    ]
