"""What earlier releases wrote is read by this one, and comes to the same."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import StoreError
from outcomes.records import from_json, to_json
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.version import __version__

from .record import FOLDER, RESULTS, comes_to, endings, not_in

if TYPE_CHECKING:
    from pathlib import Path

JOURNALS = sorted(FOLDER.glob("*/*.jsonl"))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", JOURNALS, ids=named)
def test_a_journal_comes_to_what_it_came_to_when_it_was_written(path: Path) -> None:
    records = [from_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert not_in(comes_to(records), expected) == []


@pytest.mark.parametrize("path", JOURNALS, ids=named)
def test_a_journal_can_be_kept_again_and_loses_nothing(path: Path, tmp_path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    async def keep() -> list[str]:
        with SqliteStore(tmp_path) as store:
            for line in lines:
                await store.append("r", from_json(line))
            return [to_json(record) for record in await store.read("r")]

    kept = asyncio.run(keep())
    assert [not_in(json.loads(now), json.loads(then)) for now, then in zip(kept, lines, strict=True)] == [[]] * len(
        lines
    )


def test_this_version_has_journals_of_every_ending() -> None:
    assert {path.stem for path in (FOLDER / __version__).glob("*.jsonl")} == set(endings())


def test_a_difference_is_found() -> None:
    then = {"run": {"result": "satisfied", "rounds": [1, 2]}}
    assert not_in({"run": {"result": "satisfied", "rounds": [1, 2], "new": 1}}, then) == []
    assert not_in({"run": {"result": "failed", "rounds": [1]}}, then) == [
        "run.result: 'satisfied' then, 'failed' now",
        "run.rounds: 2 entries then, 1 now",
    ]
    assert not_in({}, then) == ["run: gone"]


def test_a_record_of_a_later_release_is_refused_by_name() -> None:
    line = JOURNALS[0].read_text(encoding="utf-8").splitlines()[0].replace('"schema_version":1', '"schema_version":2')
    with pytest.raises(StoreError, match="journal record of schema version 2; this release reads up to 1"):
        from_json(line)


def test_those_that_are_not_called_by_their_result_are_still_recorded() -> None:
    assert set(RESULTS) <= set(endings())
