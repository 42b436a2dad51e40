"""Images: what kind, how large and which way up, from the header alone. No pixel is ever decoded."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Image
from outcomes.artifact import Block, Unit
from outcomes.artifacts.single import one_file
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_IMAGE_DATA = (0xD9, 0xDA)
_MOST_JPEG_SEGMENTS = 10_000
_EXIF_SEGMENT, _ORIENTATION, _TURNED, _MOST_TAGS = 0xE1, 274, range(5, 9), 200
_STARTS = (
    ("png", _PNG), ("jpeg", b"\xff\xd8\xff"), ("gif", _GIF[0]), ("gif", _GIF[1]),
    ("tiff", b"II*\0"), ("tiff", b"MM\0*"), ("wmf", b"\xd7\xcd\xc6\x9a"),
)  # fmt: skip
_BRANDS = {
    b"avif": "avif", b"avis": "avif", b"heic": "heic", b"heix": "heic", b"mif1": "heic",
    b"heim": "heic", b"heis": "heic",
}  # fmt: skip
_ITEM_SIZE = re.compile(rb"ispe\0\0\0\0(.{8})", re.DOTALL)
_MOST_BOX_BYTES = 1 << 20


class ImageHeader(NamedTuple):
    """What an image's header states."""

    kind: str
    width: int
    height: int


def read_image(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read an image's header: one unit with one picture, and its size in pixels, as it is shown, as facts.

    PNG, JPEG, GIF, WebP, BMP, TIFF, AVIF and HEIC; the drawings EMF and WMF have no pixels of their own.

    Raises:
        ArtifactError: `corrupt-image`, `image-too-large` or `too-large`.
    """
    if len(data) > limits.file_bytes:
        raise ArtifactError("too-large", f"{name!r} has {len(data):,} bytes; the limit is {limits.file_bytes:,}.")
    header = _metafile(data) or read_header(data, name)
    pixels = header.width * header.height
    if pixels > limits.pixels:
        msg = f"{name!r} has {header.width:,} x {header.height:,} pixels; the limit is {limits.pixels:,} in all."
        raise ArtifactError("image-too-large", msg, fix="Deliver a smaller image.")
    image = Image(header.kind, header.width or None, header.height or None)
    unit = Unit("file", 1, name, "", (Block("picture", name, image=image),))
    facts: dict[str, str | int] = {"width_px": header.width, "height_px": header.height} if pixels else {}
    return one_file(header.kind, data, name, (unit,), facts=facts)


def image_kind(data: bytes) -> str | None:
    """The kind of an image by its first bytes; `None` for what is none."""
    for kind, start in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12])
    if data.startswith(b"\1\0\0\0") and data[40:44] == b" EMF":
        return "emf"
    return "bmp" if data.startswith(b"BM") and data[6:10] == bytes(4) else None


def _metafile(data: bytes) -> ImageHeader | None:
    """Drawings in Windows' own form, which are as large as one likes."""
    kind = image_kind(data)
    return ImageHeader(kind, 0, 0) if kind in {"emf", "wmf"} else None


def read_header(data: bytes, name: str) -> ImageHeader:
    """Find kind and size.

    Raises:
        ArtifactError: `corrupt-image`.
    """
    try:
        header = _header(data)
    except (struct.error, OverflowError):
        header = None
    if header is None or header.width < 1 or header.height < 1:
        msg = f"{name!r} begins like an image, but its header does not say how large it is."
        raise ArtifactError("corrupt-image", msg, fix="Save the image again as PNG or JPEG.")
    return header


def _header(data: bytes) -> ImageHeader | None:
    if data.startswith(_PNG):
        return ImageHeader("png", *struct.unpack_from(">II", data, 16)) if data[12:16] == b"IHDR" else None
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_GIF):
        return ImageHeader("gif", *struct.unpack_from("<HH", data, 6))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp":
        return _boxed(data)
    return _others(data)


def _others(data: bytes) -> ImageHeader | None:
    from outcomes.artifacts.ooxml.pictures import read_pixels

    found = read_pixels(data)
    if found.format not in {"bmp", "tiff"} or found.width is None or found.height is None:
        return None
    return ImageHeader(found.format, found.width, found.height)


def _boxed(data: bytes) -> ImageHeader | None:
    """AVIF and HEIC: the largest of the sizes that the file's items have (`ispe`, ISO/IEC 23008-12 6.5.3)."""
    kind = _BRANDS.get(data[8:12])
    sizes = [struct.unpack(">II", found[1]) for found in _ITEM_SIZE.finditer(data[:_MOST_BOX_BYTES])]
    if kind is None or not sizes:
        return None
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return ImageHeader(kind, width, height)


def _jpeg(data: bytes) -> ImageHeader | None:
    """Walk the segments up to the first frame header (SOF)."""
    at = 2
    turned = False
    for _ in range(_MOST_JPEG_SEGMENTS):
        if data[at : at + 1] != b"\xff" or at + 1 == len(data):
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
        elif marker in _JPEG_WITHOUT_LENGTH:
            at += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return ImageHeader("jpeg", height, width) if turned else ImageHeader("jpeg", width, height)
        elif marker in _JPEG_IMAGE_DATA:
            return None
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            if marker == _EXIF_SEGMENT:
                turned = turned or _is_turned(data[at + 4 : at + 2 + length])
            at += 2 + max(2, length)
    return None


def _is_turned(segment: bytes) -> bool:
    """Whether the camera was held upright: orientation 5 to 8 exchanges width and height (Exif 2.3, tag 274)."""
    if not segment.startswith(b"Exif\0\0"):
        return False
    tiff = segment[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return False
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(entries, _MOST_TAGS)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value in _TURNED
    except struct.error:
        return False
    return False


def _webp(data: bytes) -> ImageHeader | None:
    chunk = data[12:16]
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return ImageHeader("webp", width & 0x3FFF, height & 0x3FFF)
    if chunk == b"VP8L" and data[20:21] == b"\x2f":
        (bits,) = struct.unpack_from("<I", data, 21)
        return ImageHeader("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8X" and len(data) >= 30:
        return ImageHeader("webp", _three_bytes(data, 24) + 1, _three_bytes(data, 27) + 1)
    return None


def _three_bytes(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
