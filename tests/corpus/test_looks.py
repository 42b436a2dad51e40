"""How text in real Word files looks, found out by hand from their document.xml, styles.xml and theme1.xml."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from outcomes.appearance import Font, Image, ParagraphFormat
from tests.corpus.support import each, files, read_once

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

PAPER = "FFFFFF"
SET = ParagraphFormat("left", 1.0, None, 0.0, 0.0, 0.0, 0.0, 0.0)


class Seen(NamedTuple):
    """What the first stretch of a block looks like, and how its lines are set."""

    locator: str
    font: Font
    lines: ParagraphFormat
    why: str


def _font(family: str, size: float, colour: str = "000000", *, bold: bool = False) -> Font:
    return Font(family, size, bold, italic=False, colour=colour, background=PAPER)


LOOKS = {
    "documents/docx/OfficeBench__A12345homework.docx": [
        Seen(
            "¶1", _font("Open Sans", 24.0, "333333", bold=True), SET._replace(before_pt=21.6, after_pt=7.2),
            "direct: sz 48, b, 333333; spacing 432 and 144",
        ),
        Seen(
            "¶3", _font("Open Sans", 11.0, bold=True), SET._replace(before_pt=None, after_pt=None),
            "direct: sz 22; beforeAutospacing and afterAutospacing",
        ),
    ],
    "documents/docx/docling__word_sample.docx": [
        Seen(
            "¶1", _font("Times New Roman", 16.0), SET._replace(after_pt=15.0),
            "Subtitle: sz 32, after 300, contextual, next paragraph is a Title; minor font of the theme",
        ),
        Seen(
            "¶2", _font("Times New Roman", 28.0), SET._replace(after_pt=12.0),
            "Title: sz 56, major font of the theme, after 240 from the defaults",
        ),
        Seen(
            "Table 1 R1C2", _font("Times New Roman", 15.0), SET._replace(left_pt=18.7),
            "Report Table: first row sz 30, ind 374, after 0 and line 240 over the defaults' 240 and 312",
        ),
        Seen(
            "Table 1 R2C1", _font("Times New Roman", 12.0, bold=True), SET._replace(alignment="right", right_pt=18.7),
            "Report Table: first column b, jc right, left 0, right 374",
        ),
        Seen("Table 1 R2C2", _font("Times New Roman", 12.0), SET._replace(left_pt=18.7), "neither row nor column"),
    ],
    "documents/docx/kreuzberg__word_tables.docx": [
        Seen("Table 1 R1C2", _font("Aptos", 12.0, bold=True), SET, "Grid Table 1 Light Accent 1: first row b"),
        Seen("Table 1 R2C1", _font("Aptos", 12.0), SET, "first column b, switched off in the run itself"),
    ],
    "documents/docx/tika__017091.docx": [
        Seen("¶1", _font("Arial", 8.0, "632121", bold=True), SET, "direct: Arial, sz 16, b, 632121"),
        Seen("¶5", _font("Arial", 8.0, "808080"), SET, "direct over Normal's sz 24"),
        Seen("¶7", _font("Arial", 14.0, bold=True), SET, "direct: sz 28, b"),
    ],
    "documents/docx/unstructured__contains-pictures.docx": [
        Seen("¶2", _font("Cambria", 12.0), SET, "nothing but the defaults: sz 24, minor font of the theme"),
    ],
}  # fmt: skip


@each([path for path in LOOKS if path in files("documents")])
def test_text_looks_as_was_found_out_by_hand(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).artifact
    found = []
    for seen in LOOKS[corpus_file]:
        block = artifact.block(seen.locator)
        assert block is not None
        found.append((seen.locator, block.runs[0].font, block.paragraph))

    assert found == [(seen.locator, seen.font, seen.lines) for seen in LOOKS[corpus_file]]


def test_pictures_have_the_pixels_and_the_size_that_were_found_by_hand(corpus: Path) -> None:
    """`file` names the pixels of word/media/image1.png to image3.png; the extents stand in document.xml."""
    artifact = read_once(corpus / "documents/docx/unstructured__contains-pictures.docx").artifact

    assert [block.image for block in artifact.of_kind("picture")][:3] == [
        Image("png", 211, 71, 2_679_700, 901_700, source="word/media/image1.png"),
        Image("png", 150, 214, 735_330, 1_047_750, source="word/media/image2.png"),
        Image("png", 140, 56, 1_778_000, 711_200, source="word/media/image3.png"),
    ]


def test_every_stretch_of_text_in_every_word_file_has_a_look(corpus: Path) -> None:
    """Runs cover the text of each block without gaps; alternative texts, properties and charts have no look."""
    without = {"metadata", "alt_text", "unreadable", "chart"}
    for path in files("documents"):
        if not path.endswith((".docx", ".docm", ".dotx")):
            continue
        outcome = read_once(corpus / path).outcome
        for block in getattr(outcome, "walk", tuple)():
            if (
                not block.text
                or block.kind in without
                or " / chart " in block.locator
                or " / diagram " in block.locator
            ):
                continue
            ends = [0, *(run.end for run in block.runs)]
            assert [run.start for run in block.runs] == ends[:-1], (path, block.locator)
            assert ends[-1] == len(block.text), (path, block.locator)
