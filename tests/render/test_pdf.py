"""PDF files are looked into and drawn by a process that may die without taking anything with it."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import outcomes
from outcomes.errors import RenderError
from outcomes.render.pdf import Inspected, draw, inspect
from outcomes.render.pdf_child import MOST_PAGES, png
from outcomes.renderer import MOST_IMAGES, Page

from .support import a_pdf

ROOT = Path(outcomes.__file__).parents[1]


def page(position: int = 1) -> Page:
    return Page(position, f"p. {position}", position, 0, 0)


def code(found: Inspected | RenderError) -> str:
    return found.code if isinstance(found, RenderError) else "ok"


def test_pages_are_measured() -> None:
    assert inspect([a_pdf((612, 792), (400.5, 300)), a_pdf((10, 20))]) == [
        Inspected(((612.0, 792.0), (400.5, 300.0)), ()),
        Inspected(((10.0, 20.0),), ()),
    ]


def test_a_damaged_file_is_told_and_costs_the_others_nothing() -> None:
    found = inspect([b"%PDF-1.7 rubbish %%EOF", a_pdf((10, 20)), b""])
    assert [code(item) for item in found] == ["render-failed", "ok", "render-failed"]
    assert str(found[0]).startswith("the PDF cannot be read: ")


def test_a_file_with_more_pages_than_anybody_looks_at_is_refused() -> None:
    (found,) = inspect([a_pdf(*[(10, 10)] * (MOST_PAGES + 1))])
    assert str(found) == "the PDF cannot be read: 2,001 pages; the limit is 2,000."


def test_a_process_that_does_not_end_is_given_up() -> None:
    (found,) = inspect([a_pdf((10, 10))], seconds=0.001)
    assert code(found) == "render-timeout"


@pytest.mark.parametrize(
    ("size", "long_edge", "pixels"),
    [
        ((720, 405), 768, (768, 432)),
        ((612, 792), 728, (563, 728)),
        ((720, 405), 99_999, (2576, 1449)),
        ((14_400, 14_400), 768, (768, 768)),
        ((14_400, 3), 768, (768, 1)),
        ((3, 3), 16, (16, 16)),
    ],
)
def test_the_longer_side_is_as_long_as_asked_for_and_never_beyond_the_limit(
    size: tuple[float, float], long_edge: int, pixels: tuple[int, int]
) -> None:
    (image,) = draw(a_pdf(size), [page()], long_edge=long_edge)
    assert (image.width, image.height) == pixels
    with Image.open(io.BytesIO(image.png)) as opened:
        assert (opened.format, opened.size, opened.getpixel((0, 0))) == ("PNG", pixels, (255, 255, 255))


def test_the_pages_that_were_asked_for_are_drawn_in_that_order() -> None:
    pdf = a_pdf((100, 50), (50, 100), (80, 80))
    images = draw(pdf, [page(3), page(1)], long_edge=100)
    assert [(image.locator, image.number, image.width, image.height) for image in images] == [
        ("p. 3", 3, 100, 100),
        ("p. 1", 1, 100, 50),
    ]
    assert draw(pdf, []) == ()


def test_what_cannot_be_drawn_is_named() -> None:
    with pytest.raises(RenderError, match=r"p\. 2 cannot be drawn: ") as failed:
        draw(a_pdf((10, 10)), [page(1), page(2)])
    assert failed.value.code == "render-failed"
    with pytest.raises(RenderError) as late:
        draw(a_pdf((10, 10)), [page(1)], seconds=0.001)
    assert late.value.code == "render-timeout"


def test_more_pages_than_are_drawn_at_once_have_to_be_chosen_from() -> None:
    with pytest.raises(RenderError, match="201 pages are too many to draw at once; the limit is 200") as refused:
        draw(a_pdf((10, 10)), [page(1)] * (MOST_IMAGES + 1))
    assert refused.value.code == "render-refused"


def test_without_the_library_the_error_names_the_extra() -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from outcomes.render.pdf import inspect; inspect([b'x'])"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == (
        "outcomes.errors.RenderError: pypdfium2, which reads and draws PDF, is not installed. "
        "Install it: `pip install 'outcome-engine[render]'`."
    )


@given(
    width=st.integers(1, 20),
    height=st.integers(1, 20),
    channels=st.sampled_from([1, 3, 4]),
    padding=st.integers(0, 5),
    seed=st.integers(0, 255),
)
def test_a_png_holds_the_pixels_that_it_was_made_from(
    width: int, height: int, channels: int, padding: int, seed: int
) -> None:
    stride = width * channels + padding
    pixels = bytes((seed + place * 7) % 256 for place in range(stride * height))
    with Image.open(io.BytesIO(png(pixels, width, height, stride, channels))) as image:
        rows = [pixels[top * stride : top * stride + width * channels] for top in range(height)]
        assert (image.size, image.mode, image.tobytes()) == (
            (width, height),
            {1: "L", 3: "RGB", 4: "RGBA"}[channels],
            b"".join(rows),
        )


def test_a_page_of_nothing_but_work_ends_within_the_limits() -> None:
    """80 MB of operators that do nothing, in some 80 kB."""
    pdf = one_page(zlib.compress(b"q Q " * (20 * 1024 * 1024), 9))
    (image,) = draw(pdf, [page()], long_edge=64)
    assert (image.width, image.height) == (64, 64)


def one_page(stream: bytes) -> bytes:
    """A PDF of one page with this compressed content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(data)
