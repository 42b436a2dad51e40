"""Pictures in office files: kind, pixels, drawn size and crop, from headers alone; nothing is decoded."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Image
from outcomes.artifacts.image import read_header
from outcomes.artifacts.ooxml.markup import A, R
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package

SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
"""Inside the extensions of an `a:blip`: the drawing that new programs show, the blip itself being for old ones."""

_NO_CROP = (0.0, 0.0, 0.0, 0.0)
_WHOLE = 100_000.0  # thousandths of a percent
_MOST_CROP = 100.0
_SVG_HEAD = 4096
_MOST_TIFF_ENTRIES = 1_000
_TIFF_SIZE = {256: 0, 257: 1}
_GZIP = b"\x1f\x8b"
_ZIPPED_METAFILES = {".emz": "emf", ".wmz": "wmf"}


class Pixels(NamedTuple):
    """What a picture's first bytes say."""

    format: str = ""
    """`png`, `jpeg`, `gif`, `webp`, `bmp`, `tiff`, `svg`, `emf`, `wmf`; empty when not recognised."""
    width: int | None = None
    height: int | None = None


UNRECOGNISED = Pixels()


def read_pixels(data: bytes, name: str = "") -> Pixels:
    """Format and size in pixels from the header; a size that cannot be told is `None`. Never raises."""
    head = data[:_SVG_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for kind, fits, measure in _FORMATS:
        if fits(data, head):
            return _sized(kind, measure, data)
    zipped = _ZIPPED_METAFILES.get(name[-4:].lower()) if data.startswith(_GZIP) else None
    return Pixels(zipped) if zipped else UNRECOGNISED


class Pictures:
    """The pictures of one package; each part is looked at once."""

    def __init__(self, package: Package) -> None:
        """Look at nothing yet."""
        self._package = package
        self._known: dict[str, Pixels] = {}
        self._damage: dict[str, ArtifactError] = {}

    def pixels(self, part: str) -> Pixels:
        """What a part's header says; nothing for a part that is missing or damaged."""
        known = self._known.get(part)
        if known is None:
            try:
                known = read_pixels(self._package.bytes(part), part)
            except ArtifactError as error:
                known = UNRECOGNISED
                if error.code == "corrupt-part":
                    self._damage[part] = error
            self._known[part] = known
        return known

    def damage(self, part: str) -> ArtifactError | None:
        """What is wrong with a part that cannot be inflated; `None` for a sound one."""
        self.pixels(part)
        return self._damage.get(part)

    def filled(self, owner: str, fill: etree._Element | None, drawn: tuple[int, int] | None = None) -> Image | None:
        """The picture of a `pic:blipFill`, `p:blipFill` or `a:blipFill` in the part `owner`; `drawn` is in EMU.

        `None` when the fill names no picture.
        """
        blip = None if fill is None else fill.find(f"{A}blip")
        if fill is None or blip is None:
            return None
        svg = next(blip.iter(SVG_BLIP), None)
        refs = [] if svg is None else [svg.get(f"{R}embed"), svg.get(f"{R}link")]
        for ref in (*refs, blip.get(f"{R}embed"), blip.get(f"{R}link")):
            image = self.referred(owner, ref, drawn, read_crop(fill.find(f"{A}srcRect")))
            if image is not None:
                return image
        return None

    def referred(
        self,
        owner: str,
        ref: str | None,
        drawn: tuple[int, int] | None = None,
        crop: tuple[float, float, float, float] = _NO_CROP,
    ) -> Image | None:
        """The picture that a relationship of `owner` leads to; one outside the file is not looked at."""
        rel = self._package.rels(owner).get(ref) if ref else None
        if rel is None:
            return None
        pixels = UNRECOGNISED if rel.external else self.pixels(rel.target)
        wide, high = drawn or (None, None)
        return Image(pixels.format, pixels.width, pixels.height, wide, high, crop, rel.target)


def read_crop(rectangle: etree._Element | None) -> tuple[float, float, float, float]:
    """The shares that an `a:srcRect` cuts off at the left, top, right and bottom (ECMA-376 20.1.8.55)."""
    if rectangle is None:
        return _NO_CROP
    left, top, right, bottom = (_share(rectangle.get(side)) for side in ("l", "t", "r", "b"))
    return left, top, right, bottom


def _share(text: str | None) -> float:
    """`25000` and the strict spelling `25%` are a quarter."""
    if not text:
        return 0.0
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text) / _WHOLE
    except ValueError:
        return 0.0
    return share if math.isfinite(share) and abs(share) <= _MOST_CROP else 0.0


def _sized(kind: str, measure: Callable[[bytes], tuple[int, int] | None], data: bytes) -> Pixels:
    try:
        size = measure(data)
    except (struct.error, ArtifactError):
        size = None
    return Pixels(kind, *size) if size is not None and min(size) > 0 else Pixels(kind)


def _raster(data: bytes) -> tuple[int, int]:
    header = read_header(data, "picture")
    return header.width, header.height


def _bitmap(data: bytes) -> tuple[int, int]:
    """The height is negative in a bitmap that is written from the top."""
    (header,) = struct.unpack_from("<I", data, 14)
    wide, high = struct.unpack_from("<HH" if header == 12 else "<ii", data, 18)
    return wide, abs(high)


def _tiff(data: bytes) -> tuple[int, int] | None:
    """The first directory's tags 256 and 257 (TIFF 6.0, section 8)."""
    order = "<" if data.startswith(b"II") else ">"
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    (entries,) = struct.unpack_from(f"{order}H", data, at)
    size = [0, 0]
    for number in range(min(entries, _MOST_TIFF_ENTRIES)):
        entry = at + 2 + 12 * number
        tag, kind = struct.unpack_from(f"{order}HH", data, entry)
        if tag in _TIFF_SIZE:
            (size[_TIFF_SIZE[tag]],) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", data, entry + 8)
    return size[0], size[1]


def _vector(_data: bytes) -> None:
    """A drawing has no pixels of its own."""


def _is_svg(data: bytes, head: bytes) -> bool:
    return head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!DOCTYPE svg", b"<!--")) and b"<svg" in data)


_FORMATS: tuple[
    tuple[str, Callable[[bytes, bytes], bool], Callable[[bytes], tuple[int, int] | None]],
    ...,
] = (
    ("png", lambda data, _: data.startswith(b"\x89PNG\r\n\x1a\n"), _raster),
    ("jpeg", lambda data, _: data.startswith(b"\xff\xd8\xff"), _raster),
    ("gif", lambda data, _: data.startswith((b"GIF87a", b"GIF89a")), _raster),
    ("webp", lambda data, _: data.startswith(b"RIFF") and data[8:12] == b"WEBP", _raster),
    ("bmp", lambda data, _: data.startswith(b"BM"), _bitmap),
    ("tiff", lambda data, _: data.startswith((b"II*\0", b"MM\0*")), _tiff),
    ("emf", lambda data, _: data.startswith(b"\1\0\0\0") and data[40:44] == b" EMF", _vector),
    ("wmf", lambda data, _: data.startswith((b"\xd7\xcd\xc6\x9a", b"\1\0\t\0\0\3", b"\2\0\t\0\0\3")), _vector),
    ("svg", _is_svg, _vector),
)
