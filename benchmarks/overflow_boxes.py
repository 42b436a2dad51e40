"""Boxes with text in them, drawn at random but always the same: what the overflow benchmark sets."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Inches, Pt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pptx.presentation import Presentation as Deck
    from pptx.text.text import TextFrame, _Paragraph

FONTS = ("Calibri", "Arial", "Times New Roman", "Cambria", "Courier New")
SIZES = (10, 12, 14, 18, 24, 32)
TEXT = """revenue rose in the second quarter because customers renewed early and the new plan sold well across all
regions while costs stayed flat despite hiring for support and the Vienna office; margins widened by 3.2 points to
41.5 % of sales, and cash-flow from operations covered both investments and the dividend that shareholders approved in
May. Management therefore expects growth to continue through year-end, although supply constraints remain a risk for
hardware deliveries"""
WORDS = tuple(TEXT.split())
LEFT, TOP = 1.0, 2.0
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Words:
    """A paragraph; what is `None` is left to be inherited."""

    text: str
    font: str | None = None
    size: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    bullet: tuple[float, float] | None = None
    """Left margin and hanging indent in points."""
    spacing: float | int | None = None
    """Share of a single line, or points when it is an int."""
    before: int | None = None
    after: int | None = None
    level: int = 0
    tail: str = ""
    """More text, in bold."""


@dataclass(frozen=True)
class Boxed:
    """A box of a size in inches, with its paragraphs."""

    width: float
    height: float
    paragraphs: tuple[Words, ...]
    insets: tuple[float, float, float, float] | None = None
    anchor: Literal["top", "middle", "bottom"] | None = None
    outline: Literal["box", "ellipse", "rounded", "placeholder"] = "box"
    wrap: bool = True


def plain(number: int = 80) -> list[Boxed]:
    """One paragraph each, size and typeface stated: the grid that earlier estimators were measured on."""
    rng = random.Random(7)  # noqa: S311 - the same boxes every time are what is wanted
    found = []
    for at in range(number):
        font, size = FONTS[at % 5], SIZES[(at // 5) % 6]
        width, height = rng.choice((2.5, 3.5, 5.0, 7.0)), rng.choice((0.6, 1.0, 1.5, 2.2))
        found.append(Boxed(width, height, (Words(_text(rng, width, height, size), font, size),)))
    return found


def varied(number: int = 160) -> list[Boxed]:
    """Everything else that a box can have, drawn at random: another set than the one that anything was tuned on."""
    rng = random.Random(2026)  # noqa: S311
    return [_varied(rng) for _ in range(number)]


def _varied(rng: random.Random) -> Boxed:
    width, height = rng.choice((2.5, 4.0, 6.0, 8.0)), rng.choice((0.8, 1.4, 2.0, 3.0))
    outline: Any = rng.choice(("box", "box", "box", "ellipse", "rounded", "placeholder"))
    inherits = outline == "placeholder" and rng.random() < 0.7
    size = 32 if inherits else rng.choice(SIZES)
    pieces = rng.choice((1, 1, 2, 3, 4))
    font = None if inherits else rng.choice(FONTS)
    shared = Words(
        "",
        font,
        None if inherits else size,
        bold=rng.choice((None, None, True)),
        italic=rng.choice((None, None, True)),
        bullet=rng.choice((None, (18.0, -18.0), (36.0, -18.0))) if not inherits else None,
        spacing=rng.choice((None, None, 0.9, 1.2, 1.5, round(size * 1.1))),
        before=rng.choice((None, 0, 6)),
        after=rng.choice((None, 6)),
    )
    share = height / pieces * (0.7 if outline == "ellipse" else 0.9)
    fill = rng.uniform(0.3, 1.1)
    texts = [_text(rng, width, share, size, fill, fill + 0.05) for _ in range(pieces)]
    paragraphs = tuple(replace(shared, text=text, tail=rng.choice(("", "", " and so on")), level=0) for text in texts)
    insets = rng.choice((None, None, (0.0, 0.0, 0.0, 0.0), (0.3, 0.2, 0.3, 0.2)))
    return Boxed(width, height, paragraphs, insets, rng.choice((None, "top", "middle", "bottom")), outline)


def _text(rng: random.Random, width: float, height: float, size: int, least: float = 0.55, most: float = 1.45) -> str:
    """Words for about half to one and a half of a box, in the middle of which fitting is hard to tell."""
    lines = max(1.0, (height * 72 - 7.2) / (size * 1.2))
    wanted = max(8.0, lines * (width * 72 - 14.4) / (size * 0.5) * rng.uniform(least, most))
    return " ".join(_words(rng.randrange(len(WORDS)), wanted))


def _words(start: int, letters: float) -> Iterator[str]:
    said = 0
    for word in islice(WORDS * 20, start, None):
        if said >= letters:
            return
        said += len(word) + 1
        yield word


def save(boxes: Sequence[Boxed], path: Path) -> None:
    """A presentation with one box on each slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for box in boxes:
        _draw(deck, box)
    deck.save(str(path))


def _draw(deck: Deck, box: Boxed) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1 if box.outline == "placeholder" else 6])
    place = (Inches(LEFT), Inches(TOP), Inches(box.width), Inches(box.height))
    if box.outline == "placeholder":
        slide.shapes.title._element.getparent().remove(slide.shapes.title._element)  # noqa: SLF001
        shape = slide.placeholders[1]
        shape.left, shape.top, shape.width, shape.height = place
    elif box.outline == "box":
        shape = slide.shapes.add_textbox(*place)
    else:
        kind = MSO_SHAPE.OVAL if box.outline == "ellipse" else MSO_SHAPE.ROUNDED_RECTANGLE
        shape = slide.shapes.add_shape(kind, *place)
    _write(shape.text_frame, box)


def _write(frame: TextFrame, box: Boxed) -> None:
    frame.word_wrap, frame.auto_size = box.wrap, MSO_AUTO_SIZE.NONE
    if box.insets is not None:
        frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom = map(Inches, box.insets)
    if box.anchor is not None:
        frame.vertical_anchor = getattr(MSO_ANCHOR, box.anchor.upper())
    for number, words in enumerate(box.paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        _set(paragraph, words)
        for text, bold in ((words.text, words.bold), (words.tail, True)):
            if text:
                run = paragraph.add_run()
                run.text = text
                run.font.name, run.font.bold, run.font.italic = words.font, bold, words.italic
                run.font.size = Pt(words.size) if words.size is not None else None


def _set(paragraph: _Paragraph, words: Words) -> None:
    if words.spacing is not None:
        paragraph.line_spacing = Pt(words.spacing) if isinstance(words.spacing, int) else words.spacing
    if words.before is not None:
        paragraph.space_before = Pt(words.before)
    if words.after is not None:
        paragraph.space_after = Pt(words.after)
    paragraph.level = words.level
    if words.bullet is not None:
        left, hang = words.bullet
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
        properties.set("marL", str(round(left * 12700)))
        properties.set("indent", str(round(hang * 12700)))
        etree.SubElement(properties, f"{{{DRAWING}}}buChar").set("char", "\u2022")


HIGH = 7.5


@dataclass(frozen=True)
class Table:
    """A table: its words by row and column, in one size, its first row so many inches from the top of the slide."""

    top: float
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    font: str
    size: int


def tables(number: int = 40) -> list[Table]:
    """Tables whose rows grow, some of them off the slide."""
    rng = random.Random(11)  # noqa: S311
    found = []
    for _ in range(number):
        widths = tuple(rng.choice((1.5, 2.5, 4.0)) for _ in range(rng.choice((2, 3))))
        size, lines = rng.choice((10, 12, 14, 18)), rng.choice((1, 2, 3))
        rows = tuple(
            tuple(_text(rng, width, lines * size * 1.2 / 72 + 0.1, size, 0.4, 1.2) for width in widths)
            for _ in range(rng.choice((3, 5, 8)))
        )
        found.append(Table(rng.choice((1.0, 2.0, 3.0, 4.0)), widths, rows, rng.choice(FONTS), size))
    return found


def save_tables(made: Sequence[Table], path: Path) -> None:
    """A presentation with one table on each slide, its rows as low as they may be stated."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(HIGH)
    for table in made:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        place = (Inches(LEFT), Inches(table.top), Inches(sum(table.widths)), Inches(0.3 * len(table.rows)))
        drawn = slide.shapes.add_table(len(table.rows), len(table.widths), *place).table
        for column, width in zip(drawn.columns, table.widths, strict=True):
            column.width = Inches(width)
        for row, texts in zip(drawn.rows, table.rows, strict=True):
            row.height = Inches(0.3)
            for cell, text in zip(row.cells, texts, strict=True):
                run = cell.text_frame.paragraphs[0].add_run()
                run.text, run.font.name, run.font.size = text, table.font, Pt(table.size)
    deck.save(str(path))
