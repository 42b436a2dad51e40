"""How large the pictures of a package are, before anybody decodes them: from the first bytes of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Measure = Callable[[bytes], tuple[int, int] | None]
"""Width and height in pixels from the beginning of a file; `None` when it is no picture that is known."""

_HEAD_BYTES: Final = 256 * 1024
"""Far enough for a photograph whose size stands behind an embedded preview."""
_MARKUP: Final = (".xml", ".rels", ".vml")


class Picture(NamedTuple):
    """A part that is a picture."""

    part: str
    width: int
    height: int


def pictures(data: bytes, measure: Measure) -> Iterator[Picture]:
    """Every picture in the zip archive, whether a page shows it or not; what cannot be opened is passed over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if not entry.filename.lower().endswith(_MARKUP):
                    size = measure(_head(archive, entry))
                    if size is not None:
                        yield Picture(entry.filename, *size)
    except (OSError, ValueError, zipfile.BadZipFile):
        return


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as stream:
            return stream.read(_HEAD_BYTES)
    except Exception:  # noqa: BLE001 - zlib, lzma, encryption: what cannot be inflated here is no picture for now
        return b""
