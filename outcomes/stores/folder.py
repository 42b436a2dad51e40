"""Bytes in a folder: files named by the hash of what is in them, below its first two digits."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from outcomes.errors import StoreError
from outcomes.shortage import in_words
from outcomes.system import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """Files named by the hash of what is in them."""

    waits_for_disk = True
    """Each is synced before `put` returns."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first bytes are kept."""
        self._root = root

    def put(self, data: bytes) -> str:
        """Keep the bytes: temporary name, sync, rename.

        What is there already is marked as needed just now, so that nobody takes it for a leftover before the run that
        needs it has said so.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._root / sha256[:2] / sha256
        try:
            if not _touched(path, len(data)):
                write_whole(path, data)
        except OSError as error:
            msg = f"cannot write {path}: {in_words(error)}"
            raise StoreError(msg) from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their name."""
        if not _SHA256.fullmatch(sha256):
            msg = f"{sha256!r} is not a SHA-256 in lower-case hex"
            raise StoreError(msg)
        path = self._root / sha256[:2] / sha256
        try:
            data = path.read_bytes()
        except OSError as error:
            msg = f"cannot read {path}: {in_words(error)}"
            raise StoreError(msg) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            msg = f"{path} is damaged: its content does not have the hash of its name"
            raise StoreError(msg)
        return data

    def kept(self) -> Iterator[tuple[str, Path]]:
        """Every file, with the hash that it is named by; what is still being written is none."""
        if self._root.is_dir():
            for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/*")):
                if _SHA256.fullmatch(path.name):
                    yield path.name, path


def _touched(path: Path, size_bytes: int) -> bool:
    """Whether a file of this size is there, now with the time of today; another size is damage, and written anew."""
    try:
        if path.stat().st_size != size_bytes:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    except PermissionError:
        return path.exists()  # somebody else's: it stays as old as it is
    return True
