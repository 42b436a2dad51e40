"""Whether a picture is known to hide what lies under it, told from the first bytes of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, R
from outcomes.artifacts.pptx.markup import P
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_COLOUR_TYPE = 25
_JPEG = b"\xff\xd8\xff"
_BITMAP = b"BM"


class Lids:
    """The images of one presentation as things that cover; each is looked at once, and only when it matters."""

    def __init__(self, package: Package) -> None:
        """Look at nothing yet."""
        self._package = package
        self._opaque: dict[str, bool] = {}

    def hides(self, node: etree._Element, sheet_part: str) -> bool:
        """Whether a `p:pic` is a plain image without transparency; `False` when it cannot be told."""
        image = node.find(f"{P}blipFill/{A}blip")
        if image is None or len(image):
            return False
        link = self._package.rels(sheet_part).get(image.get(f"{R}embed") or "")
        if link is None or link.external:
            return False
        if link.target not in self._opaque:
            self._opaque[link.target] = self._look(link.target)
        return self._opaque[link.target]

    def _look(self, part: str) -> bool:
        try:
            data = self._package.bytes(part)
        except ArtifactError:
            return False
        if data.startswith(_PNG):
            return data[_PNG_COLOUR_TYPE : _PNG_COLOUR_TYPE + 1] in {b"\0", b"\2"} and b"tRNS" not in data[:4096]
        return data.startswith((_JPEG, _BITMAP))
