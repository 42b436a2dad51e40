"""What reading an office file leaves behind, and where it stops when a file makes everything look different."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from outcomes.artifacts.docx.reader import read_docx
from outcomes.artifacts.pptx.reader import read_pptx
from outcomes.reader import Limits
from outcomes.testing.documents import Docx, Pptx
from tests.artifacts import docx_building as word
from tests.artifacts import pptx_building as deck
from tests.artifacts.ooxml_files import docx

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact

DIFFERENT = range(0x100000, 0x100000 + 20_000)
FEW = Limits(blocks=2_000)
FULL_REPORT = (
    Docx(title="Report")
    .heading("Summary")
    .paragraph("Revenue rose.")
    .bullets("North", "South")
    .table([["Region", "Revenue"], ["North", "12"]])
    .to_bytes()
)
FULL_DECK = Pptx(title="Deck").slide("Results", bullets=["Revenue up"], notes="Say why.").to_bytes()


def uncollected(read: Callable[[], object]) -> int:
    """How much garbage only the cycle collector can free once something was read and let go of."""
    read()  # what is loaded on first use is no garbage
    gc.collect()
    gc.disable()
    try:
        read()
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda: read_docx(FULL_REPORT, "report.docx"), id="docx"),
        pytest.param(lambda: read_pptx(FULL_DECK, "deck.pptx"), id="pptx"),
    ],
)
def test_a_document_that_was_read_leaves_nothing_to_the_cycle_collector(read: Callable[[], Artifact]) -> None:
    assert uncollected(read) == 0


def truncated(artifact: Artifact) -> bool:
    """Whether the artifact says that something was left out."""
    return [flag.code for flag in artifact.flags] == ["truncated"]


def test_a_word_document_with_a_look_for_every_run_is_cut_and_says_so() -> None:
    runs = [word.run("x", f'<w:color w:val="{colour:06X}"/>') for colour in DIFFERENT]
    one, many = word.para("".join(runs)), "".join(map(word.para, runs))

    assert [truncated(read_docx(docx(body), "report.docx", FEW)) for body in (one, many)] == [True, True]


def test_a_word_document_with_a_look_for_every_table_is_cut_and_says_so() -> None:
    tables = "".join(
        word.table(word.row(word.cell(word.para("x"))), properties=f'<w:shd w:fill="{colour:06X}"/>')
        for colour in DIFFERENT[:8_000]
    )

    assert truncated(read_docx(docx(tables), "report.docx", Limits(blocks=20_000)))


def test_a_slide_with_a_look_for_every_run_is_cut_and_says_so() -> None:
    runs = [deck.run("x", inside=deck.solid(f"{colour:06X}")) for colour in DIFFERENT]
    bodies = (deck.para(*runs), "".join(map(deck.para, runs)))
    decks = [read_pptx(deck.pptx(deck.Slide(deck.shape("S", body))), "deck.pptx", FEW) for body in bodies]

    assert [truncated(one) for one in decks] == [True, True]


def test_many_runs_of_few_looks_are_read_whole() -> None:
    words = [f"{number} " for number in range(9_000)]
    artifact = read_docx(docx(word.para("".join(map(word.run, words)))), "report.docx", FEW)
    slide = read_pptx(deck.pptx(deck.Slide(deck.shape("S", deck.para(*words)))), "deck.pptx", FEW)

    text = "".join(words).strip()
    assert [[block.text for block in one.walk()] for one in (artifact, slide)] == [[text], [text]]
