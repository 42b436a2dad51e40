"""The judge that a user gets by naming a model: over HTTP, in runs, with a panel, with verdicts that are kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, Outcome, Rubric, UsageError, grade, model_grader, run_outcome
from outcomes.testing import FakeEndpoint, Judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUBRIC = Rubric(
    criteria=(Criterion(id="saving", text="It names the saving"), Criterion(id="date", text="It has a date"))
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "note.md").write_text("We saved 48,000 euros last year.\n")
    return tmp_path


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint(Judge({"date": ["fail", "pass"]})) as running:
        yield running


def gradings(endpoint: FakeEndpoint) -> list[dict[str, Any]]:
    return [dict(seen.parsed or {}) for seen in endpoint.requests if b"<criteria-" in seen.body]


def test_a_run_goes_on_until_the_model_finds_nothing_missing_and_its_pass_is_confirmed(
    here: Path, endpoint: FakeEndpoint
) -> None:
    assert here.is_dir()
    drafts = []

    def work(brief: Any) -> str:
        drafts.append(brief.feedback())
        return f"We saved 48,000 euros, draft {brief.iteration}."

    judge = model_grader("claude-sonnet-5", base_url=endpoint.base_url)
    run = asyncio.run(run_outcome(Outcome(description="Write", rubric=RUBRIC), work, grader=judge))
    assert (run.result, len(run.iterations)) == ("satisfied", 2)
    assert "It has a date" in drafts[1]
    assert run.best is not None
    assert len({look.index for look in run.best.grade.looks}) == 2
    assert len(gradings(endpoint)) == 3
    assert run.usage.grader is not None
    assert run.usage.grader.tokens > 0


def test_later_looks_ask_the_other_models_of_a_panel(here: Path) -> None:
    with FakeEndpoint(Judge(), models=["one", "two"]) as endpoint:
        judge = model_grader("one", panel=["two"], base_url=endpoint.base_url)
        found = asyncio.run(grade(here / "note.md", RUBRIC, grader=judge, confirm=1))
        assert [look.models for look in found.looks] == [("one",), ("two",)]
        assert [asked["model"] for asked in gradings(endpoint)] == ["one", "two"]


def test_verdicts_that_are_kept_in_a_folder_cost_nothing_the_second_time(here: Path, endpoint: FakeEndpoint) -> None:
    def graded() -> Any:
        judge = model_grader("claude-sonnet-5", base_url=endpoint.base_url, cache=str(here / "kept"))
        return asyncio.run(grade(here / "note.md", RUBRIC, grader=judge))

    first, second = graded(), graded()
    assert len(gradings(endpoint)) == 1
    assert first.verdicts == second.verdicts
    assert [look.from_cache for look in (*first.looks, *second.looks)] == [False, True]
    assert second.usage.tokens == 0


def test_criteria_go_in_batches_that_share_what_the_endpoint_has_read(here: Path, endpoint: FakeEndpoint) -> None:
    rubric = Rubric(criteria=tuple(Criterion(id=f"c{n}", text=f"It says thing {n}") for n in range(6)))
    judge = model_grader("claude-sonnet-5", base_url=endpoint.base_url, batch_size=2)
    found = asyncio.run(grade(here / "note.md", rubric, grader=judge))
    assert [len(batch.criterion_ids) for batch in found.looks[0].batches] == [2, 2, 2]
    usage = found.usage
    assert usage is not None
    assert usage.cache_creation_input_tokens > 0
    assert usage.cache_read_input_tokens == 2 * usage.cache_creation_input_tokens


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"batch_size": 0}, "batch_size"),
        ({"on_injection": "panic"}, "on_injection"),
        ({"base_url": "ftp://x"}, "begins with http"),
    ],
)
def test_what_cannot_be_used_is_named_before_anything_is_asked(here: Path, wrong: dict[str, Any], said: str) -> None:
    assert here.is_dir()
    with pytest.raises(UsageError, match=said):
        model_grader("claude-sonnet-5", **wrong)
