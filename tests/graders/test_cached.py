"""Kept verdicts: the very same question is not paid for twice, and nothing else is answered out of the cache."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.grader import RunScope
from outcomes.graders.cached import CachedGrader
from outcomes.stores.verdicts import FolderVerdicts, MemoryVerdicts
from outcomes.usage import FREE, Usage
from outcomes.verdict import Grade, Look
from outcomes.verdict_cache import verdict_key

from .judging import a_rubric, all_pass, an_artifact, judge, scripted

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.verdict_cache import VerdictCache

USED = Usage(input_tokens=100, output_tokens=10, cost_usd=0.01)
RUBRIC = a_rubric("a", "b")


@pytest.fixture(params=["memory", "folder"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> VerdictCache:
    return MemoryVerdicts() if request.param == "memory" else FolderVerdicts(tmp_path / "kept")


def ask(cache: VerdictCache, model: Any, *, secret: bytes = b"s", index: int = 0, **more: Any) -> Grade:
    references = more.get("references", ())
    inner = judge(model, **more.get("settings", {}))
    grader = CachedGrader(inner, cache, where=more.get("where", "")).for_run(
        RunScope(secret=secret, references=references)
    )
    rubric = more.get("rubric", RUBRIC)
    look = Look(index=index, seed=index, criterion_ids=more.get("ids", rubric.ids))
    return asyncio.run(grader.grade(rubric, more.get("artifact", an_artifact()), look))


def test_the_same_question_in_another_run_is_answered_for_nothing_and_says_so(cache: VerdictCache) -> None:
    model = scripted(all_pass, usage=USED)
    first = ask(cache, model)
    again = ask(cache, model, secret=b"of another run")
    assert len(model.asked) == 1
    assert (first.usage, again.usage) == (USED, FREE)
    assert again.verdicts == first.verdicts
    assert [look.from_cache for look in (*first.looks, *again.looks)] == [False, True]
    assert again.looks[0].batches == first.looks[0].batches


@pytest.mark.parametrize(
    "other",
    [
        {"index": 1},
        {"ids": ("a",)},
        {"rubric": a_rubric("a", "c")},
        {"artifact": an_artifact(sha256="b" * 64)},
        {"artifact": an_artifact(name="renamed.docx")},
        {"references": (an_artifact(name="source.docx", sha256="c" * 64),)},
        {"settings": {"batch_size": 1}},
        {"where": "http://localhost:11434"},
    ],
)
def test_any_other_question_is_asked(cache: VerdictCache, other: dict[str, Any]) -> None:
    model = scripted(all_pass)
    ask(cache, model)
    before = len(model.asked)
    assert not ask(cache, model, **other).looks[0].from_cache
    assert len(model.asked) > before


def test_another_model_is_asked(cache: VerdictCache) -> None:
    one, two = scripted(all_pass, name="one"), scripted(all_pass, name="two")
    ask(cache, one)
    ask(cache, two)
    assert (len(one.asked), len(two.asked)) == (1, 1)


@pytest.mark.parametrize("damage", ["", "{", "null", "[]", '{"verdicts": []}'])
def test_what_is_damaged_is_asked_again_and_replaced(cache: VerdictCache, damage: str) -> None:
    model = scripted(all_pass)
    inner = judge(model)
    look = Look(index=0, seed=0, criterion_ids=RUBRIC.ids)
    key = verdict_key(RUBRIC, an_artifact(), look, fingerprint=inner.fingerprint)
    cache.put(key, damage)
    ask(cache, model)
    ask(cache, model)
    assert len(model.asked) == 1


def test_a_grade_of_another_artifact_under_that_key_is_not_believed(cache: VerdictCache) -> None:
    model = scripted(all_pass)
    other = ask(MemoryVerdicts(), model, artifact=an_artifact(sha256="d" * 64))
    look = Look(index=0, seed=0, criterion_ids=RUBRIC.ids)
    cache.put(verdict_key(RUBRIC, an_artifact(), look, fingerprint=judge(model).fingerprint), other.model_dump_json())
    assert ask(cache, model).artifact_sha256 == an_artifact().sha256


def test_a_grader_that_breaks_leaves_nothing_behind(cache: VerdictCache) -> None:
    from outcomes.errors import GraderError

    with pytest.raises(GraderError):
        ask(cache, scripted([{}]))
    good = scripted(all_pass)
    ask(cache, good)
    assert len(good.asked) == 1


def test_a_folder_that_cannot_be_written_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    model = scripted(all_pass)
    kept = FolderVerdicts(tmp_path / "file" / "below")
    ask(kept, model)
    ask(kept, model)
    assert len(model.asked) == 2


def test_keys_are_hex_and_no_paths(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="64 hex digits"):
        FolderVerdicts(tmp_path).put("../../etc/passwd", "{}")
