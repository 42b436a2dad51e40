"""Binary Office files and OpenDocument made into docx, pptx or xlsx, with the same care as for drawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.errors import RenderError
from outcomes.render.office import FAMILIES, Office, Source
from outcomes.render.sources import suffix_of
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES: Final = 64 * 1024**2
"""Larger files of these kinds are not opened: no cheap reader has looked at them before."""
_TARGETS: Final = {"writer": "docx", "impress": "pptx", "calc": "xlsx"}


class OfficeConverter:
    """Follows `outcomes.reader.Converter`."""

    def __init__(self, office: Office | None = None) -> None:
        """`office`: the LibreOffice to use; the one on the PATH if it is not given."""
        self._office = office or Office()

    @property
    def tool(self) -> str:
        """With what: `LibreOffice 7.4.7.2`."""
        return self._office.version() or "LibreOffice"

    def ready(self) -> None:
        """Make sure that LibreOffice is there, before a file that it does not convert is blamed for it.

        Raises:
            RenderError: `renderer-missing`.
        """
        _ = self._office.program

    def __call__(self, data: bytes, name: str, target_kind: str) -> bytes:
        """The file as `docx`, `pptx` or `xlsx`.

        Raises:
            RenderError: LibreOffice is missing or failed, or the file is none that becomes a `target_kind`.
        """
        (found,) = self.convert([(data, name, target_kind)])
        if isinstance(found, RenderError):
            raise found
        return found

    def convert(self, files: Sequence[tuple[bytes, str, str]]) -> list[bytes | RenderError]:
        """The same for many files, in one batch for each kind they are to become."""
        found: dict[int, bytes | RenderError] = {}
        for target in dict.fromkeys(target for _, _, target in files):
            sources: dict[int, Source] = {}
            for place, (data, name, wanted) in enumerate(files):
                if wanted == target:
                    given = _given(data, name, target)
                    if isinstance(given, Source):
                        sources[place] = given
                    else:
                        found[place] = given
            found |= zip(sources, self._office.convert(list(sources.values()), target), strict=True)
        return [found[place] for place in range(len(files))]


def _given(data: bytes, name: str, target: str) -> Source | RenderError:
    called = shown(repr(clip(name)))
    suffix = suffix_of(data, name=name)
    if suffix is None or _TARGETS[FAMILIES[suffix]] != target:
        return RenderError("render-refused", f"{called} is no file that LibreOffice is asked to make a {target} of.")
    if len(data) > MOST_BYTES:
        msg = f"{called} has {len(data):,} bytes; the limit for files that have to be converted is {MOST_BYTES:,}."
        return RenderError("render-refused", msg)
    return Source(name, suffix, data)
