"""An image is measured by its header; nothing is decoded."""

from __future__ import annotations

import struct
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.appearance import Image
from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.artifacts.image import read_image
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.wiring import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

HEADS = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X")


def png(width: int, height: int) -> bytes:
    return HEADS[0] + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    application = b"\xff\xe0" + struct.pack(">H", 16) + bytes(14)
    return b"\xff\xd8" + application + b"\xff\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(8)


def webp(chunk: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 4 + 8 + len(body)) + b"WEBP" + chunk + struct.pack("<I", len(body)) + body


def refusal(data: bytes, pixels: int = DEFAULT_LIMITS.pixels) -> str:
    with pytest.raises(ArtifactError) as caught:
        read_image(data, "a.img", replace(DEFAULT_LIMITS, pixels=pixels))
    return caught.value.code


def test_an_image_is_one_picture_with_its_size_as_facts() -> None:
    data = png(640, 480)

    assert read_image(data, "chart.png") == Artifact(
        kind="png",
        name="chart.png",
        files=(FileEntry("chart.png", sha256(data).hexdigest(), len(data)),),
        units=(Unit("file", 1, "chart.png", blocks=(Block("picture", "chart.png", image=Image("png", 640, 480)),)),),
        facts={"width_px": 640, "height_px": 480},
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(300, 200), "png"),
        (jpeg(300, 200), "jpeg"),
        (b"GIF87a" + struct.pack("<HH", 300, 200), "gif"),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 300 | 0x4000, 200)), "webp"),
        (webp(b"VP8L", b"\x2f" + struct.pack("<I", 299 | 199 << 14)), "webp"),
        (webp(b"VP8X", bytes(4) + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")), "webp"),
    ],
)
def test_each_kind_of_header_is_read(data: bytes, kind: str) -> None:
    artifact = read_image(data, "picture")

    assert (artifact.kind, artifact.facts) == (kind, {"width_px": 300, "height_px": 200})


@pytest.mark.parametrize(
    "data",
    [
        b"not an image",
        png(0, 10),
        png(1, 1)[:20],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIDAT" + bytes(20),
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xda\0\2",
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff" * 20_000,
        jpeg(10, 0),
        b"GIF89a\1",
        webp(b"VP8 ", b"\0\0\0\0\0\0" + bytes(4)),
        webp(b"VP8X", bytes(3)),
    ],
)
def test_a_header_that_states_no_size_is_corrupt(data: bytes) -> None:
    assert refusal(data) == "corrupt-image"


def test_more_pixels_than_the_limit_are_refused() -> None:
    assert refusal(png(11, 10), pixels=100) == "image-too-large"
    assert read_image(png(10, 10), "a.png", replace(DEFAULT_LIMITS, pixels=100)).kind == "png"


def test_a_file_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(ArtifactError) as caught:
        read_image(png(1, 1), "a.png", replace(DEFAULT_LIMITS, file_bytes=8))

    assert caught.value.code == "too-large"


@given(st.sampled_from(HEADS), st.binary(max_size=40))
def test_any_bytes_are_an_image_or_an_artifact_error(head: bytes, data: bytes) -> None:
    try:
        found = read_image(head + data, "a.png").kind
    except ArtifactError as error:
        found = error.code

    assert found in {"png", "jpeg", "gif", "webp", "corrupt-image", "image-too-large"}


@pytest.mark.corpus
def test_images_of_the_corpus_are_measured_and_the_bomb_is_refused(corpus: Path) -> None:
    sizes = {path.name: read_image(path.read_bytes(), path.name).facts for path in (corpus / "documents/png").glob("*")}

    assert sizes == {
        "python-docx__hdrftr-02.png": {"width_px": 933, "height_px": 145},
        "python-pptx__bullet-slide.png": {"width_px": 280, "height_px": 210},
    }
    assert refusal((corpus / "hostile/image_bomb.png").read_bytes()) == "image-too-large"


def exif(orientation: int, order: str = ">") -> bytes:
    """A JPEG of 300 x 200 pixels taken with the camera held in some way."""
    mark = b"MM" if order == ">" else b"II"
    tiff = mark + struct.pack(f"{order}HIH", 42, 8, 1) + struct.pack(f"{order}HHIHH", 274, 3, 1, orientation, 0)
    segment = b"Exif\0\0" + tiff
    return jpeg(300, 200).replace(
        b"\xff\xe0", b"\xff\xe1" + struct.pack(">H", 2 + len(segment)) + segment + b"\xff\xe0"
    )


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize(("orientation", "size"), [(1, (300, 200)), (3, (300, 200)), (6, (200, 300)), (8, (200, 300))])
def test_a_photograph_is_as_wide_as_it_is_shown(orientation: int, size: tuple[int, int], order: str) -> None:
    facts = read_image(exif(orientation, order), "a.jpg").facts

    assert (facts["width_px"], facts["height_px"]) == size


BMP = b"BM" + struct.pack("<IIIIiiHH", 90, 0, 54, 40, 30, -20, 1, 24) + bytes(24)
TIFF = b"II*\0" + struct.pack("<IHHHIIHHII", 8, 2, 256, 3, 1, 30, 257, 3, 1, 20)
HEIC = (
    b"\0\0\0\x18ftypheic"
    + bytes(12)
    + b"\0\0\0\x14ispe\0\0\0\0"
    + struct.pack(">II", 10, 10)
    + b"ispe\0\0\0\0"
    + struct.pack(">II", 30, 20)
)
EMF = b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(44)
WMF = b"\xd7\xcd\xc6\x9a" + bytes(30)


@pytest.mark.parametrize(
    ("data", "image"),
    [
        (BMP, Image("bmp", 30, 20)),
        (TIFF, Image("tiff", 30, 20)),
        (HEIC, Image("heic", 30, 20)),
        (HEIC.replace(b"heic", b"avif"), Image("avif", 30, 20)),
        (EMF, Image("emf")),
        (WMF, Image("wmf")),
    ],
)
def test_less_common_images_are_told_apart_and_measured(data: bytes, image: Image) -> None:
    artifact = read_bytes(data, "picture")

    assert artifact.kind == image.format
    assert [block.image for block in artifact.walk()] == [image]


SVG = b"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">
<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="20"><title>Sales by region</title>
<text x="1">North <tspan>12</tspan></text><g style="display:none"><text>secret</text></g>
<image href="https://example.org/a.png"/><script>alert(1)</script></svg>"""


def test_the_letters_of_a_drawing_are_read_and_nothing_is_fetched_or_run() -> None:
    artifact = read_bytes(SVG, "a.svg")

    assert [(b.kind, b.locator, b.text, b.reason) for b in artifact.walk()] == [
        ("picture", "a.svg", "", None),
        ("span", "a.svg / text 1", "North 12", None),
        ("span", "a.svg / text 2", "secret", "display-none"),
        ("alt_text", "a.svg / alt text", "Sales by region", "alt-text"),
    ]
    assert artifact.units[0].blocks[0].image == Image("svg", 30, 20)
    assert [flag.code for flag in artifact.flags] == ["script", "external-link", "hidden-text"]


def test_a_drawing_that_declares_entities_is_refused_and_a_broken_one_is_text() -> None:
    with pytest.raises(ArtifactError) as caught:
        read_bytes(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "a.svg")
    assert caught.value.code == "dtd"
    assert [flag.code for flag in read_bytes(b"<svg><text>x", "a.svg").flags] == ["malformed"]
