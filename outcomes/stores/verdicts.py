"""Kept verdicts: in memory, or a folder with a file for each question."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from outcomes.system import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_KEY: Final = re.compile(r"[0-9a-f]{64}")


class MemoryVerdicts:
    """As long as it lives."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """What was put under a key."""
        return self._kept.get(key)

    def put(self, key: str, grade: str) -> None:
        """Keep it."""
        self._kept[key] = grade


class FolderVerdicts:
    """`ROOT/ab/abcdef….json`. Files can be deleted at any time; several processes may share a folder."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first grade is kept."""
        self._root = root

    def get(self, key: str) -> str | None:
        """What the file holds, if there is one that can be read."""
        try:
            return self._path(key).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, key: str, grade: str) -> None:
        """Write it whole or not at all; a folder that cannot be written keeps nothing."""
        with contextlib.suppress(OSError):
            write_whole(self._path(key), grade.encode("utf-8", "replace"))

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            msg = f"{key!r} is not 64 hex digits"
            raise ValueError(msg)
        return self._root / key[:2] / f"{key}.json"
