"""The seat of readers: bytes in, `Artifact` out, under limits that a hostile file cannot talk its way past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from outcomes.artifact import Artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading may cost; bytes are counted as they inflate, never believed from a header."""

    file_bytes: int = 512 * 1024 * 1024
    part_bytes: int = 64 * 1024 * 1024
    total_bytes: int = 256 * 1024 * 1024
    parts: int = 10_000
    ratio: int = 200
    """Inflated over deflated size, asked only of parts above `ratio_from_bytes`."""
    ratio_from_bytes: int = 1024 * 1024
    depth: int = 50
    """Nested groups, tables or content controls."""
    slides: int = 2_000
    blocks: int = 200_000
    pixels: int = 100_000_000
    files: int = 10_000
    """Files in a delivered folder."""


DEFAULT_LIMITS = Limits()

OFF_LOOP_BYTES = 64 * 1024
"""Artifacts larger than this are read and checked in a thread, so that other runs go on."""


class Reader(Protocol):
    """Reads one kind of file. A reader is a function: same bytes, same artifact."""

    def __call__(self, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
        """Read `data`; raise `ArtifactError` with a stable code when nothing can be read.

        A damaged piece is reported in place (an `unreadable` block and a flag) and the rest is read.
        """
