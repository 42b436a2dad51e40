"""Runs in a folder: what a crash, another release or a damaged disk may leave there, and what no run id can reach."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import StoreError
from outcomes.records import to_json
from outcomes.stores.folder import FolderBlobs, FolderStore
from tests.core.journals import a_journal, a_start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outcomes.records import Record

JOURNAL = a_journal()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def file(root: Path) -> Path:
    """The file of a run of three records."""
    keep(root, JOURNAL[:3])
    return root / "run_1" / "records.jsonl"


def keep(root: Path, records: Sequence[Record], run_id: str = "run_1") -> None:
    store = FolderStore(root)
    for record in records:
        asyncio.run(store.append(run_id, record))


def read(root: Path, run_id: str = "run_1") -> list[Record]:
    return list(asyncio.run(FolderStore(root).read(run_id)))


def refusal(root: Path, run_id: str = "run_1") -> str:
    with pytest.raises(StoreError) as refused:
        read(root, run_id)
    return str(refused.value)


def test_a_record_is_one_line_of_json(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == "".join(f"{to_json(record)}\n" for record in JOURNAL[:3])


@pytest.mark.parametrize("left", [1, 20, -1])
def test_a_last_line_that_a_crash_has_torn_is_left_out_and_overwritten(left: int, file: Path, root: Path) -> None:
    whole = file.read_bytes()
    torn = to_json(JOURNAL[3]).encode()[:left]
    file.write_bytes(whole + torn)
    assert read(root) == JOURNAL[:3]
    assert file.read_bytes() == whole + torn, "reading changes nothing"
    keep(root, JOURNAL[3:])
    assert read(root) == JOURNAL


def test_a_last_line_without_its_line_feed_counts_as_torn_even_if_it_is_whole(file: Path, root: Path) -> None:
    file.write_bytes(file.read_bytes() + to_json(JOURNAL[3]).encode())
    assert read(root) == JOURNAL[:3]
    keep(root, JOURNAL[3:])
    assert read(root) == JOURNAL


def test_a_run_whose_first_record_was_torn_has_not_begun(root: Path) -> None:
    (root / "run_1").mkdir(parents=True)
    (root / "run_1" / "records.jsonl").write_bytes(to_json(JOURNAL[0]).encode())
    assert (read(root), asyncio.run(FolderStore(root).runs())) == ([], ())
    keep(root, JOURNAL)
    assert read(root) == JOURNAL


def test_a_damaged_line_is_an_error_that_names_the_file_and_the_line(file: Path, root: Path) -> None:
    lines = file.read_bytes().split(b"\n")
    lines[1] = lines[1][:30]
    file.write_bytes(b"\n".join(lines))
    assert refusal(root).startswith(f"{file}:2: not a journal record: the record: Invalid JSON: ")


def test_a_lost_line_is_an_error_that_names_the_file_and_the_line(file: Path, root: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])
    assert refusal(root) == f"{file}:2: record 2 where 1 was expected"


def test_a_line_of_a_later_schema_is_refused_as_such(file: Path, root: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    later = {"schema_version": 2, "type": "tea_break", "seq": 1}
    file.write_bytes(lines[0] + json.dumps(later).encode() + b"\n")
    assert refusal(root) == f"{file}:2: journal record of schema version 2; this release reads up to 1"


def test_fields_of_a_later_release_survive(file: Path, root: Path) -> None:
    documents = [json.loads(line) | {"mood": "hopeful"} for line in file.read_bytes().splitlines()]
    file.write_text("".join(f"{json.dumps(each)}\n" for each in documents), encoding="utf-8")
    assert [json.loads(to_json(record)) for record in read(root)] == documents


def test_two_who_write_to_one_run_are_told_and_nothing_is_overwritten(root: Path) -> None:
    first, second = FolderStore(root), FolderStore(root)
    asyncio.run(first.append("run_1", JOURNAL[0]))
    asyncio.run(second.append("run_1", JOURNAL[1]))
    with pytest.raises(StoreError) as refused:
        asyncio.run(first.append("run_1", JOURNAL[1]))
    file = root / "run_1" / "records.jsonl"
    assert str(refused.value) == (
        f"{file} was changed by something else; is this run going on in another process as well?"
    )
    assert read(root) == JOURNAL[:2]


HOSTILE = ["", ".", "..", "../other", "a/b", "a\\b", "/etc", "a\0b", "-rf", ".hidden", "a b", "run\n", "é", "x" * 101]


@pytest.mark.parametrize("run_id", HOSTILE)
def test_a_run_id_that_could_lead_elsewhere_is_refused(run_id: str, root: Path) -> None:
    assert refusal(root, run_id) == f"{run_id!r} is not a run id"
    with pytest.raises(StoreError, match=r"is not a run id$"):
        keep(root, JOURNAL[:1], run_id)
    assert not root.exists()


def test_other_things_in_the_folder_are_no_runs(file: Path, root: Path) -> None:
    for name in ("my notes", "empty", ".git"):
        (root / name).mkdir()
    (root / "my notes" / "records.jsonl").write_bytes(file.read_bytes())
    (root / "readme.txt").touch()
    assert asyncio.run(FolderStore(root).runs()) == ("run_1",)


def test_a_run_with_a_damaged_first_line_is_listed_all_the_same(file: Path, root: Path) -> None:
    keep(root, [a_start("run_0", days=-1)], "run_0")
    file.write_bytes(b"{]\n")
    assert asyncio.run(FolderStore(root).runs()) == ("run_1", "run_0")


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(StoreError, match=r"^cannot write .*records\.jsonl: "):
        keep(tmp_path / "runs", JOURNAL[:1])
    with pytest.raises(StoreError, match=r"^cannot write .*: "):
        FolderBlobs(tmp_path / "runs").put(b"data")


def test_a_run_that_cannot_be_read_is_a_store_error(root: Path) -> None:
    (root / "run_1" / "records.jsonl").mkdir(parents=True)
    assert refusal(root) == f"cannot read {root / 'run_1' / 'records.jsonl'}: Is a directory"
    with pytest.raises(StoreError, match=r"^cannot read .*records\.jsonl: Is a directory$"):
        asyncio.run(FolderStore(root).runs())


def test_bytes_lie_in_files_named_by_their_hash_and_nothing_else_is_left(tmp_path: Path) -> None:
    sha256 = FolderBlobs(tmp_path).put(b"data")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / sha256[:2] / sha256]
    assert files[0].read_bytes() == b"data"


@pytest.mark.parametrize("damage", [b"", b"dat", b"data!"])
def test_a_damaged_file_is_an_error_and_never_given_out(damage: bytes, tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    sha256 = blobs.put(b"data")
    path = tmp_path / sha256[:2] / sha256
    path.write_bytes(damage)
    with pytest.raises(StoreError) as refused:
        blobs.get(sha256)
    assert str(refused.value) == f"{path} is damaged: its content does not have the hash of its name"
