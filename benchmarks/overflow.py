"""How often the estimate of text overflow is right: boxes as LibreOffice sets them, against what the check expects."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import overflow_boxes
import pypdfium2  # type: ignore[import-untyped]

from outcomes.artifacts.pptx.reader import read_pptx
from outcomes.checks.deck import shapes, shown_slides
from outcomes.checks.overflow.averages import USUAL, average_face
from outcomes.checks.overflow.estimate import need
from outcomes.checks.overflow.faces import NO_INK, Ink
from outcomes.checks.overflow.growth import grown_height
from outcomes.checks.overflow.reading import frame, paragraphs
from outcomes.checks.overflow.setting import set_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.appearance import Font
    from outcomes.artifact import Artifact, Block
    from outcomes.checks.overflow.faces import Face

POINTS = 72
SEEN_POINTS = 0.5
"""Paint that reaches this far over an edge is over it."""
MOST_SECONDS = 300


class Truth(NamedTuple):
    """What LibreOffice painted on a page, in points from its top left corner."""

    top: float
    bottom: float


def measure() -> list[dict[str, object]]:
    """One row for each set of boxes and estimator: precision, recall and CPU time for a box."""
    if shutil.which("soffice") is None:
        return [{"skipped": "no soffice on the PATH; apt-get install libreoffice-impress and the fonts in README.md"}]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = [row for name, boxes in _sets().items() for row in _compare(name, boxes, folder)]
        return [*rows, _compare_tables(overflow_boxes.tables(), folder)]


def _sets() -> dict[str, list[overflow_boxes.Boxed]]:
    return {"plain": overflow_boxes.plain(), "varied": overflow_boxes.varied()}


def _compare(name: str, boxes: Sequence[overflow_boxes.Boxed], folder: Path) -> list[dict[str, object]]:
    path = folder / f"{name}.pptx"
    overflow_boxes.save(boxes, path)
    painted = [_painted(page) for page in _pages(path)]
    truth = [_over(box, drawn) for box, drawn in zip(boxes, painted, strict=True)]
    blocks = [next(shapes(slide.blocks)) for slide in shown_slides(_read(path))]
    estimators: dict[str, Callable[[Block], float]] = {
        "measured typefaces": lambda block: set_text(block).ratio,
        "average widths": lambda block: _with(block, _averages),
        "half an em a letter": lambda block: _with(block, lambda _font: _Half()),
    }
    rows: list[dict[str, object]] = []
    for estimator, ratio in estimators.items():
        start = time.process_time()
        ratios = [ratio(block) for block in blocks]
        spent = 1000 * (time.process_time() - start) / len(blocks)
        limits = (1.0, 1.05, 1.1, 1.35) if estimator == "measured typefaces" else (1.0, 1.1)
        rows += [
            {"set": name, "estimator": estimator, "limit": limit}
            | _score([one >= limit for one in ratios], truth)
            | {"ms": round(spent, 2)}
            for limit in limits
        ]
    return rows


def _compare_tables(tables: Sequence[overflow_boxes.Table], folder: Path) -> dict[str, object]:
    """Whether tables grow off the slide."""
    path = folder / "tables.pptx"
    overflow_boxes.save_tables(tables, path)
    truth = [_lowest_line(page) > overflow_boxes.HIGH * POINTS + SEEN_POINTS for page in _pages(path)]
    blocks = [next(shapes(slide.blocks)) for slide in shown_slides(_read(path))]
    high = overflow_boxes.HIGH * 914_400
    start = time.process_time()
    expected = [(block.box.y if block.box else 0) + grown_height(block) > high for block in blocks]
    spent = 1000 * (time.process_time() - start) / len(blocks)
    row: dict[str, object] = {"set": "tables", "estimator": "measured typefaces", "limit": "the slide"}
    return row | _score(expected, truth) | {"ms": round(spent, 2)}


def _pages(path: Path) -> pypdfium2.PdfDocument:
    """The file as LibreOffice prints it, under a profile of its own."""
    profile = f"-env:UserInstallation={path.with_suffix('.profile').as_uri()}"
    argv = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(argv, check=True, capture_output=True, timeout=MOST_SECONDS)
    return pypdfium2.PdfDocument(path.with_suffix(".pdf"))


def _read(path: Path) -> Artifact:
    return read_pptx(path.read_bytes(), path.name)


def _painted(page: pypdfium2.PdfPage) -> Truth:
    text, height = page.get_textpage(), page.get_height()
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
    return Truth(height - max(box[3] for box in boxes), height - min(box[1] for box in boxes))


def _lowest_line(page: pypdfium2.PdfPage) -> float:
    """Points from the top of the page to the lowest line or fill; letters are left out."""
    drawn = [thing for thing in page.get_objects() if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    return float(page.get_height() - min(thing.get_bounds()[1] for thing in drawn))


def _over(box: overflow_boxes.Boxed, drawn: Truth) -> bool:
    top, bottom = overflow_boxes.TOP * POINTS, (overflow_boxes.TOP + box.height) * POINTS
    return drawn.bottom > bottom + SEEN_POINTS or drawn.top < top - SEEN_POINTS


def _with(block: Block, faces: Callable[[Font], Face]) -> float:
    around = frame(block)
    return need(paragraphs(block, faces), around).ratio(around)


def _averages(font: Font) -> Face:
    return average_face(font.family or "", bold=bool(font.bold)) or USUAL


class _Half:
    """Every letter half an em wide and as high as a line: what one does without knowing any typeface."""

    def width(self, text: str) -> float:
        return len(text) / 2

    def ink(self, text: str) -> Ink:
        return Ink(1.0, 0.2) if text.strip() else NO_INK


def _score(expected: Sequence[bool], truth: Sequence[bool]) -> dict[str, object]:
    pairs = list(zip(expected, truth, strict=True))
    hits = pairs.count((True, True))
    claimed, there = sum(expected), sum(truth)
    return {
        "boxes": len(pairs),
        "over": there,
        "precision": round(hits / claimed, 3) if claimed else 1.0,
        "recall": round(hits / there, 3) if there else 1.0,
    }
