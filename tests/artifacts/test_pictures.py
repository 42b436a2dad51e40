"""Pictures in office files: format, pixels, crop and drawn size, from headers alone."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pillow

from outcomes.appearance import Image
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.pictures import Pictures, Pixels, read_crop, read_pixels
from outcomes.reader import DEFAULT_LIMITS
from tests.artifacts.ooxml_files import XMLNS, docx

_EMF = b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(40)


def _drawn(kind: str, width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (width, height), "red").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp", "bmp", "tiff"])
def test_a_pictures_pixels_are_those_that_pillow_wrote(kind: str) -> None:
    assert read_pixels(_drawn(kind, 37, 11)) == Pixels(kind, 37, 11)


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn --><svg/>", "a.svg", "svg"),
        (_EMF, "a.emf", "emf"),
        (b"\xd7\xcd\xc6\x9a" + bytes(20), "a.wmf", "wmf"),
        (b"\x1f\x8b\x08", "media/image1.emz", "emf"),
        (b"\x89PNG\r\n\x1a\n", "cut.png", "png"),
        (b"BM", "cut.bmp", "bmp"),
        (b"II*\0\xff\xff\xff\xff", "wild.tif", "tiff"),
        (b"", "", ""),
        (b"%PDF-1.7", "a.pdf", ""),
    ],
)
def test_vector_drawings_and_broken_headers_have_a_format_and_no_pixels(data: bytes, name: str, format_: str) -> None:
    assert read_pixels(data, name) == Pixels(format_)


def test_a_bitmap_written_from_the_top_has_a_positive_height() -> None:
    assert read_pixels(b"BM" + bytes(12) + struct.pack("<Iii", 40, 7, -9) + bytes(28)) == Pixels("bmp", 7, 9)


@given(st.sampled_from([b"", b"BM", b"II*\0", b"MM\0*", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n"]), st.binary())
def test_no_bytes_at_all_raise(head: bytes, data: bytes) -> None:
    assert isinstance(read_pixels(head + data), Pixels)


def test_a_crop_is_read_in_thousandths_of_a_percent_and_in_percent() -> None:
    def crop(attributes: str) -> tuple[float, ...]:
        return read_crop(etree.fromstring(f"<a:srcRect {XMLNS} {attributes}/>"))

    assert [crop('l="25000" b="-5000"'), crop('l="25%" t="x" r="1e400"'), read_crop(None)] == [
        (0.25, 0.0, 0.0, -0.05),
        (0.25, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.0),
    ]


def test_a_filled_frame_names_part_pixels_drawn_size_and_crop() -> None:
    rels = (
        ("rIdA", "image", "media/a.png"),
        ("rIdB", "image", "https://example.com/b.png"),
        ("rIdC", "image", "media/missing.png"),
        ("rIdD", "image", "media/d.svg"),
    )
    data = docx("", parts={"word/media/a.png": _drawn("png", 20, 10), "word/media/d.svg": b"<svg/>"}, rels=rels)
    pictures = Pictures(Package.open(data, "a.docx", DEFAULT_LIMITS))

    def filled(inner: str) -> Image | None:
        return pictures.filled(
            "word/document.xml", etree.fromstring(f"<p:blipFill {XMLNS}>{inner}</p:blipFill>"), (9, 8)
        )

    svg = '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rIdD"/>'
    assert [
        filled('<a:blip r:embed="rIdA"/><a:srcRect r="50000"/>'),
        filled('<a:blip r:link="rIdB"/>'),
        filled('<a:blip r:embed="rIdC"/>'),
        filled(f'<a:blip r:embed="rIdA"><a:extLst><a:ext>{svg}</a:ext></a:extLst></a:blip>'),
        filled('<a:blip r:embed="rIdNone"/>'),
        filled(""),
        pictures.filled("word/document.xml", None),
    ] == [
        Image("png", 20, 10, 9, 8, (0.0, 0.0, 0.5, 0.0), "word/media/a.png"),
        Image("", None, None, 9, 8, source="https://example.com/b.png"),
        Image("", None, None, 9, 8, source="word/media/missing.png"),
        Image("svg", None, None, 9, 8, source="word/media/d.svg"),
        None,
        None,
        None,
    ]
