"""The seat of the bytes: what was delivered is kept by its hash, and read by path without touching the disk again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from outcomes.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.artifact import Artifact, FileEntry


class Blobs(Protocol):
    """Content-addressed bytes. What was put once can be got for as long as the store lives."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256 in lower-case hex."""

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raise `StoreError` when they are unknown or damaged."""


def waits_for_disk(blobs: Blobs) -> bool:
    """Whether `put` may take as long as a disk does; one that says nothing (`waits_for_disk`) is taken to be quick."""
    return bool(getattr(blobs, "waits_for_disk", False))


class Files:
    """Read-only access to one artifact's bytes, by the path in its manifest."""

    def __init__(
        self, entries: Sequence[FileEntry], blobs: Blobs, read_inside: Callable[[bytes, str], Artifact] | None = None
    ) -> None:
        """Look paths up in the manifest only, so that nothing outside the artifact can be reached.

        `read_inside` reads the bytes and name of a file inside a file (the workbook of a chart, say); it raises
        `ArtifactError` for what it cannot read, and is `None` where nobody reads such files.
        """
        self.entries = tuple(entries)
        self._by_path = {entry.path: entry for entry in entries}
        self._blobs = blobs
        self.read_inside = read_inside

    def read(self, path: str) -> bytes:
        """The bytes of one file of the artifact; raise `StoreError` for a path that it does not have."""
        entry = self._by_path.get(path)
        if entry is None:
            msg = f"the artifact has no file {path!r}; it has {', '.join(sorted(self._by_path))}"
            raise StoreError(msg)
        return self._blobs.get(entry.sha256)
