"""What letters in real decks look like is what their XML says, followed by hand from run to theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from outcomes.appearance import Font
from outcomes.artifact import Artifact
from tests.corpus.support import each, files, read_once

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

DECKS = [path for path in files("documents") if path.endswith((".pptx", ".pptm", ".potx"))]


class Seen(NamedTuple):
    """A place in a deck, how its first letters look, and where that was found by hand."""

    deck: str
    locator: str
    font: Font
    how: str


def font(family: str | None, size: float, colour: str | None, background: str | None, *, bold: bool = False) -> Font:
    return Font(family, size, bold=bold, italic=False, colour=colour, background=background)


SEEN = [
    Seen(
        "docling__docling_arch",
        'slide 1 / shape "Rounded Rectangle 1"',
        font("Aptos", 18.0, "000000", "F7F9FF", bold=True),
        "run: b=1, tx1; own solidFill F7F9FF; family by fontRef minor; size by defaultTextStyle",
    ),
    Seen(
        "docling__docling_arch",
        'slide 1 / group "Group 42" / shape "Rounded Rectangle 26"',
        font("Aptos", 14.0, "FFFFFF", "4E95D9"),
        "fill tx2 (0E2841) 50 % + 50 %, which PowerPoint shows as 4E95D9; fontRef lt1",
    ),
    Seen(
        "docling__docling_arch",
        'slide 1 / group "Group 42" / shape "Rounded Rectangle 25"',
        font("Aptos", 18.0, "000000", "DCEAF7"),
        "fill tx2 10 % + 90 %, DCEAF7 in PowerPoint",
    ),
    Seen(
        "markitdown__test",
        'slide 3 / shape "Table 6" / R1C1',
        font("Aptos", 18.0, "FFFFFF", "156082", bold=True),
        "tableStyles.xml: Medium Style 2 - Accent 1, firstRow: lt1, b=on, accent1",
    ),
    Seen(
        "markitdown__test",
        'slide 3 / shape "Table 6" / R2C1',
        font("Aptos", 18.0, "000000", "CCD2D8"),
        "band1H: accent1 at 40 % tint, CCD2D8 in PowerPoint",
    ),
    Seen(
        "markitdown__test",
        'slide 3 / shape "Table 6" / R3C1',
        font("Aptos", 18.0, "000000", "E7EAED"),
        "wholeTbl: accent1 at 20 % tint, E7EAED in PowerPoint",
    ),
    Seen(
        "markitdown__test",
        'slide 3 / shape "Title 1"',
        font("Aptos Display", 44.0, "000000", "FFFFFF"),
        "titleStyle: sz 4400, tx1, +mj-lt",
    ),
    Seen(
        "unstructured__fake-power-point",
        'slide 1 / shape "Google Shape;84;p1"',
        font("Calibri", 44.0, "000000", "FFFFFF"),
        "layout's lstStyle over a bodyStyle of 14 point Arial",
    ),
    Seen(
        "unstructured__fake-power-point",
        'slide 1 / shape "Google Shape;85;p1" / ¶2',
        font("Calibri", 28.0, "000000", "FFFFFF"),
        "lvl=1 in the layout's lstStyle",
    ),
    Seen(
        "unstructured__fake-power-point",
        'slide 1 / shape "Google Shape;86;p1"',
        font("Calibri", 19.0, "000000", "FFFFFF"),
        "sz 1900 of the run",
    ),
    Seen(
        "python-pptx__ph-inherit-props",
        'slide 1 / shape "Content Placeholder 4"',
        font("Calibri", 32.0, "000000", "FFFFFF"),
        "idx 10 of the layout states no size: bodyStyle lvl1, sz 3200",
    ),
    Seen(
        "python-pptx__ph-inherit-props",
        "slide 1 / notes",
        font("Calibri", 12.0, "000000", "FFFFFF"),
        "notesStyle lvl1, sz 1200",
    ),
    Seen(
        "oletools__embedded-simple-2007",
        'slide 1 / shape "Inhaltsplatzhalter 2" / ¶1',
        font("Calibri", 32.0, "000000", "FFFFFF"),
        "bodyStyle lvl1, sz 3200",
    ),
    Seen(
        "PPTAgent__Iphone16Pro",
        'slide 2 / shape "Content Placeholder 2" / ¶1',
        font("Trebuchet MS", 24.0, "C0E474", None),
        "run: sz 2400, accent1 (90C226) 60 % + 40 %; the background is an a:noFill, so it is not known",
    ),
    Seen(
        "PPTAgent__Iphone16Pro",
        'slide 2 / shape "Title 1"',
        font("Trebuchet MS", 36.0, None, None),
        "an empty a:solidFill: no colour is stated; titleStyle sz 3600",
    ),
]


@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: f"{seen.deck}-{seen.locator}")
def test_letters_in_a_real_deck_look_as_was_found_by_hand(corpus: Path, seen: Seen) -> None:
    block = read_once(corpus / f"documents/pptx/{seen.deck}.pptx").artifact.block(seen.locator)
    assert block is not None
    assert block.runs[0].font == seen.font


@each(DECKS)
def test_runs_of_a_real_deck_cover_its_text_in_order_and_share_their_fonts(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).outcome
    if not isinstance(artifact, Artifact):
        return
    known: dict[Font, int] = {}
    for block in artifact.walk():
        ends = [0, *(at for run in block.runs for at in (run.start, run.end)), len(block.text)]
        assert not block.runs or all(one == other for one, other in zip(ends[::2], ends[1::2], strict=True)), (
            block.locator
        )
        assert all(known.setdefault(run.font, id(run.font)) == id(run.font) for run in block.runs)
        if block.kind in ("paragraph", "heading", "cell", "note", "text_box", "shape") and block.text:
            assert block.runs, block.locator
