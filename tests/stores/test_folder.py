"""Bytes in a folder: where they lie, what a damaged disk leaves there, and which of them are listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import StoreError
from outcomes.stores.folder import FolderBlobs

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(StoreError, match=r"^cannot write .*: "):
        FolderBlobs(tmp_path / "runs").put(b"data")


def test_everything_that_is_kept_is_listed_and_nothing_else(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    assert list(blobs.kept()) == []
    hashes = sorted(blobs.put(data) for data in (b"one", b"two"))
    (tmp_path / hashes[0][:2] / ".outcomes-x.tmp").touch()
    (tmp_path / "notes.txt").touch()
    assert list(blobs.kept()) == [(sha256, tmp_path / sha256[:2] / sha256) for sha256 in hashes]


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


def test_bytes_that_are_needed_again_are_as_young_as_new_ones(tmp_path: Path) -> None:
    """So that nobody who clears away leftovers takes them before the run that needs them has said so."""
    blobs = FolderBlobs(tmp_path)
    sha256 = blobs.put(b"data")
    path = tmp_path / sha256[:2] / sha256
    os.utime(path, (0, 0))
    assert blobs.put(b"data") == sha256
    assert path.stat().st_mtime > 0


def test_bytes_that_were_cut_are_written_again(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    sha256 = blobs.put(b"data")
    (tmp_path / sha256[:2] / sha256).write_bytes(b"da")
    assert blobs.get(blobs.put(b"data")) == b"data"
