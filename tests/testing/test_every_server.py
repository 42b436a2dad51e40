"""A whole run against each kind of server: what one cannot do is done without, and the verdicts are the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.evidence import Quote
from outcomes.graders.model.grader import ModelGrader
from outcomes.models.endpoint import find_endpoint
from outcomes.testing import FakeEndpoint, Judge
from outcomes.testing.endpoint import PROFILES, is_grading
from outcomes.testing.endpoint.faults import refused
from tests.models.support import plan

if TYPE_CHECKING:
    from outcomes.run import Run
    from outcomes.worker import Brief

RUBRIC = Rubric(criteria=tuple(Criterion(id=f"c{n}", text=f"It states figure {n}") for n in range(10)))
TEXT = "Revenue in the third quarter rose by twelve percent. "


def run_at(endpoint: FakeEndpoint) -> Run:
    """Two drafts, of which the second passes; nobody tells the model what its endpoint can do."""

    async def work(brief: Brief) -> str:
        return f"# Draft {brief.iteration}\n\n" + TEXT * 40

    asked = replace(
        plan(endpoint, way=None), endpoint=find_endpoint(endpoint.base_url, {"ANTHROPIC_AUTH_TOKEN": "any"})
    )
    outcome = Outcome(description="A report", rubric=RUBRIC, max_iterations=3)
    return asyncio.run(run_outcome(outcome, work, grader=ModelGrader(asked.for_run)))


@pytest.mark.parametrize("takes_offers", [True, False], ids=["willing", "unwilling"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_run_ends_the_same_way_at_every_server(profile: str, *, takes_offers: bool) -> None:
    with FakeEndpoint(Judge({"c3": ["fail", "pass"]}), profile=profile, takes_offers=takes_offers) as endpoint:
        run = run_at(endpoint)
    assert (run.result, run.exit_code, len(run.iterations)) == ("satisfied", 0, 2), run.reason
    first = run.iterations[0].grade
    assert first is not None
    assert [gap.criterion_id for gap in first.gaps] == ["c3"]
    quotes = [item for verdict in first.verdicts for item in verdict.evidence if isinstance(item, Quote)]
    assert [quote.check for quote in quotes] == ["exact"] * 9


@pytest.mark.parametrize("profile", PROFILES)
def test_a_server_that_goes_down_is_said_to_be_down_and_nothing_of_the_work_is_judged(profile: str) -> None:
    with FakeEndpoint(Judge(), profile=profile, faults=[refused(503).of(is_grading)]) as endpoint:
        run = run_at(endpoint)
    assert (run.result, run.exit_code, run.best) == ("grader_error", 3, None)
