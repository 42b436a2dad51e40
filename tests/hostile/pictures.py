"""Hostile pictures: headers that lie, and headers that are not there."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.building import Files

FILES = Files()


def _png(width: int, height: int, *, name: bytes = b"IHDR", rest: bytes = b"") -> bytes:
    header = struct.pack(">II5B", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + name
        + header
        + struct.pack(">I", zlib.crc32(name + header))
        + rest
    )


def _jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments)


def _frame(width: int, height: int, marker: bytes = b"\xff\xc0") -> bytes:
    return marker + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)


def _webp(kind: bytes, body: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


@FILES.add(".png", "error:image-too-large")
def four_billion_by_four_billion() -> bytes:
    return _png(0xFFFFFFFF, 0xFFFFFFFF)


@FILES.add(".png", "error:image-too-large")
def one_line_of_two_billion() -> bytes:
    return _png(0x7FFFFFFF, 1)


@FILES.add(".png", "error:corrupt-image")
def a_picture_of_no_height() -> bytes:
    return _png(100, 0)


@FILES.add(".png", "error:corrupt-image")
def a_picture_that_begins_with_its_end() -> bytes:
    return _png(1, 1, name=b"IEND")


@FILES.add(".png", "ok")
def a_picture_with_a_bomb_of_text() -> bytes:
    packed = zlib.compress(bytes(100_000_000), 9)
    chunk = b"zTXt" + b"k\0\0" + packed
    return _png(10, 10, rest=struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)))


@FILES.add(".jpg", "error:corrupt-image")
def segments_without_end() -> bytes:
    return _jpeg(b"\xff\xe1\x00\x02" * 100_000, _frame(10, 10))


@FILES.add(".jpg", "error:corrupt-image|ok")
def a_million_fill_bytes() -> bytes:
    return _jpeg(b"\xff" * 1_000_000, _frame(10, 10))


@FILES.add(".jpg", "error:image-too-large")
def the_largest_frame() -> bytes:
    return _jpeg(_frame(65_535, 65_535))


@FILES.add(".jpg", "error:image-too-large|ok")
def a_small_frame_before_the_largest() -> bytes:
    return _jpeg(b"\xff\xe1" + struct.pack(">H", 32) + _frame(1, 1) + bytes(11), _frame(65_535, 65_535))


@FILES.add(".jpg", "error:corrupt-image")
def a_frame_that_is_cut_off() -> bytes:
    return _jpeg(b"\xff\xc0\x00\x11\x08\x00")


@FILES.add(".gif", "error:image-too-large")
def the_largest_canvas() -> bytes:
    return b"GIF89a\xff\xff\xff\xff\x00\x00\x00;"


@FILES.add(".gif", "ok|error:image-too-large|error:corrupt-image")
def a_small_canvas_with_a_large_frame() -> bytes:
    return b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00;"


@FILES.add(".webp", "error:image-too-large")
def the_largest_extended_canvas() -> bytes:
    return _webp(b"VP8X", bytes(4) + b"\xff" * 6)


@FILES.add(".webp", "error:corrupt-image")
def a_chunk_that_is_cut_off() -> bytes:
    return _webp(b"VP8L", b"\x2f\xff")


@FILES.add(".png", "error:corrupt-image")
def a_signature_and_nothing_else() -> bytes:
    return b"\x89PNG\r\n\x1a\n"


@FILES.add(".png", "ok")
def a_jpeg_that_is_called_a_png() -> bytes:
    return _jpeg(_frame(10, 10)) + b"\xff\xd9"
