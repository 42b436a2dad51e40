"""What a run cost is what was paid, however often it broke and was gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint.judging import criteria_of

from .paying import Counting, carry_out, draft

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.run import Run
    from outcomes.testing.endpoint.call import Call

NOTHING = {"injection_suspected": False, "injection_notes": [], "rubric_problems": [], "verdicts": []}


class Breaking(Counting):
    """Gives no verdict on the second batch of the second draft, as long as it is broken."""

    broken = True

    def __call__(self, call: Call) -> Any:
        answer = super().__call__(call)
        asked = {row["criterion_id"] for row in criteria_of(call)}
        return NOTHING if self.broken and asked and draft(call) == 1 and "c0" not in asked else answer


def tokens(run: Run) -> int:
    assert run.usage.grader is not None
    return run.usage.grader.tokens


def paid(endpoint: FakeEndpoint) -> int:
    return sum(
        sum(value for value in (seen.usage or {}).values() if isinstance(value, int)) for seen in endpoint.requests
    )


def test_a_run_that_broke_twice_and_was_gone_on_with_says_what_was_paid(tmp_path: Path) -> None:
    judge = Breaking()
    with FakeEndpoint(judge) as endpoint:
        for _ in range(2):
            run = carry_out(tmp_path, endpoint.base_url, reopen=True)
            assert run.result == "grader_error"
            assert tokens(run) == paid(endpoint)
        judge.broken = False
        run = carry_out(tmp_path, endpoint.base_url, reopen=True)
        assert run.result == "satisfied", run.reason
        assert tokens(run) == paid(endpoint)
        requests = len(endpoint.requests)
        assert tokens(carry_out(tmp_path, endpoint.base_url)) == tokens(run)
    assert len(endpoint.requests) == requests
