"""Images: what kind and how large, from the header alone. No pixel is ever decoded."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

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


class ImageHeader(NamedTuple):
    """What an image's header states."""

    kind: str
    width: int
    height: int


def read_image(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a PNG, JPEG, GIF or WebP header: one unit with one picture, and its size in pixels as facts.

    Raises:
        ArtifactError: `corrupt-image`, `image-too-large` or `too-large`.
    """
    if len(data) > limits.file_bytes:
        raise ArtifactError("too-large", f"{name!r} has {len(data):,} bytes; the limit is {limits.file_bytes:,}.")
    header = read_header(data, name)
    pixels = header.width * header.height
    if pixels > limits.pixels:
        msg = f"{name!r} has {header.width:,} x {header.height:,} pixels; the limit is {limits.pixels:,} in all."
        raise ArtifactError("image-too-large", msg, fix="Deliver a smaller image.")
    unit = Unit("file", 1, name, "", (Block("picture", name),))
    return one_file(header.kind, data, name, (unit,), facts={"width_px": header.width, "height_px": header.height})


def read_header(data: bytes, name: str) -> ImageHeader:
    """Find kind and size.

    Raises:
        ArtifactError: `corrupt-image`.
    """
    try:
        header = _header(data)
    except struct.error:
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
    return None


def _jpeg(data: bytes) -> ImageHeader | None:
    """Walk the segments up to the first frame header (SOF)."""
    at = 2
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
            return ImageHeader("jpeg", width, height)
        elif marker in _JPEG_IMAGE_DATA:
            return None
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            at += 2 + max(2, length)
    return None


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
