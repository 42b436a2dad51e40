"""Builds PowerPoint files out of a few calls, with nothing but the standard library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from outcomes.errors import UsageError
from outcomes.testing import _pptx_parts as parts
from outcomes.testing import _pptx_slide as shapes
from outcomes.testing._chart import CHART_TYPE, chart
from outcomes.testing._ooxml import OOXML_TYPE, Package, png, write
from outcomes.testing._pptx_slide import Comment, Slide
from outcomes.testing._theme import THEME_TYPE, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

_POWERPOINT_TYPE: Final = f"{OOXML_TYPE}.presentationml"
_MAIN: Final = "ppt/presentation.xml"
_MASTER: Final = "ppt/slideMasters/slideMaster1.xml"
_NOTES_MASTER: Final = "ppt/notesMasters/notesMaster1.xml"
_HEX_COLOUR: Final = re.compile("[0-9A-Fa-f]{6}")
_MOST_BULLET_LEVELS: Final = 9


class Pptx:
    """A PowerPoint deck, written slide by slide; every method returns the deck, so that calls chain.

    What stands after `slide(...)` goes on that slide. Places and sizes are in inches; a slide is 13.33 wide and
    7.5 high.

    >>> deck = (
    ...     Pptx(title="Board deck")
    ...     .slide("Q3 results", bullets=["Revenue up", ("by 12 %", 1)], notes="Say why.")
    ...     .slide("Regions")
    ...     .chart("Revenue", ["North", "South"], {"2026": [12, 9]}, alt="Bar chart: North 12, South 9")
    ... )
    >>> deck.to_bytes()[:2]
    b'PK'

    The same calls give the same bytes, on every machine. The file opens in PowerPoint, LibreOffice and python-pptx.
    A character that XML cannot hold, a ragged table or an unknown layout raises `UsageError`.
    """

    def __init__(self, title: str = "", author: str = "") -> None:
        """Both go into the file's properties."""
        self._title = title
        self._author = author
        self._slides: list[Slide] = []
        self._comments = 0

    def slide(
        self,
        title: str | None = None,
        *,
        bullets: Sequence[str | tuple[str, int]] = (),
        notes: str | None = None,
        layout: str | None = None,
        hidden: bool = False,
    ) -> Self:
        """Begin a slide.

        Args:
            title: Its title; `None` leaves the title placeholder empty (and a `Blank` slide has none).
            bullets: Lines of the content placeholder, or a line and its level from 0.
            notes: Speaker notes, one paragraph a line.
            layout: `Title Slide`, `Title and Content`, `Title Only` or `Blank`; by default whichever fits. Placeholders
                of the layout that get no text stay on the slide, empty, as in PowerPoint.
            hidden: Whether the slide is left out of the show.
        """
        name = layout or ("Title and Content" if bullets else "Title Only")
        if name not in parts.LAYOUTS:
            raise UsageError(parts.layout_hint(name))
        slide = Slide(name, hidden=hidden, notes=notes)
        contents: dict[str, Sequence[str | tuple[str, int]]] = {"title": [title] if title else [], "content": bullets}
        for place in parts.LAYOUTS[name][1]:
            lines = contents.pop("content" if place.index else "title")
            slide.shapes.append(shapes.placeholder(slide.next_id, place, _levelled(lines)))
        for what, lines in contents.items():
            if lines:
                msg = (
                    f"a slide of the layout {name!r} has no place for a {what}, found {lines!r}; choose another layout"
                )
                raise UsageError(msg)
        self._slides.append(slide)
        return self

    def shape(
        self,
        text: str,
        x: float = 1.0,
        y: float = 2.0,
        width: float = 4.0,
        height: float = 1.0,
        *,
        name: str | None = None,
        size_points: float = 18,
        colour: str | None = None,
        fill: str | None = None,
        hidden: bool = False,
    ) -> Self:
        """A text box, one paragraph a line.

        `colour` of the letters and `fill` of the box are six hex digits (`FFFFFF` is white on white); `hidden`
        switches the shape off, as the selection pane does.
        """
        look = f' sz="{round(size_points * 100)}">{_solid(colour)}</a:rPr>'
        slide = self._current()
        name = name or f"TextBox {slide.next_id - 1}"
        box = (x, y, width, height)
        slide.shapes.append(
            shapes.text_shape(
                slide.next_id, text.splitlines(), box, name=name, look=look, fill=_solid(fill), hidden=hidden
            )
        )
        return self

    def picture(
        self, alt: str | None = None, *, x: float = 1.0, y: float = 2.0, width: float = 3.0, height: float = 2.0
    ) -> Self:
        """A picture (one plain colour).

        `alt` is its alternative text: `None` for none at all, the empty string to mark it as decorative.
        """
        slide = self._current()
        slide.pictures += 1
        name = f"Picture {slide.next_id - 1}"
        box = (x, y, width, height)
        slide.shapes.append(shapes.picture(slide.next_id, name, alt, f"rIdPicture{slide.pictures}", box))
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        header: bool = True,
        x: float = 1.0,
        y: float = 2.0,
        width: float = 11.0,
    ) -> Self:
        """A table of texts; with `header`, its first row is marked as one."""
        slide = self._current()
        cells = [list(row) for row in rows]
        slide.shapes.append(shapes.table(slide.next_id, cells, (x, y, width), header=header))
        return self

    def chart(
        self,
        title: str,
        categories: Sequence[str],
        series: Mapping[str, Sequence[float]],
        *,
        alt: str | None = None,
        x: float = 1.0,
        y: float = 2.0,
        width: float = 8.0,
        height: float = 4.5,
    ) -> Self:
        """A bar chart with one value for each category in every series; `alt` as in `picture`."""
        slide = self._current()
        slide.charts.append(chart(title, categories, series))
        relationship = f"rIdChart{len(slide.charts)}"
        name = f"Chart {slide.next_id - 1}"
        slide.shapes.append(shapes.chart(slide.next_id, name, alt, relationship, (x, y, width, height)))
        return self

    def comment(self, text: str, author: str = "Reviewer") -> Self:
        """A comment on the slide."""
        slide = self._current()
        self._comments += 1
        slide.comments.append(Comment(self._comments, author, text))
        return self

    def to_bytes(self) -> bytes:
        """The whole file."""
        package = Package()
        package.relate("", "officeDocument", _MAIN)
        package.add_properties(self._title, self._author, "Microsoft Office PowerPoint")
        master = package.relate(_MAIN, "slideMaster", _MASTER)
        _add_master(package)
        notes = self._add_notes_master(package)
        authors = list(dict.fromkeys(comment.author for slide in self._slides for comment in slide.comments))
        slides = [_add_slide(package, number, slide, authors) for number, slide in enumerate(self._slides, start=1)]
        if authors:
            package.add(
                "ppt/commentAuthors.xml", shapes.comment_authors(authors, self._comments), _type("commentAuthors")
            )
            package.relate(_MAIN, "commentAuthors", "ppt/commentAuthors.xml")
        package.add(_MAIN, parts.presentation(master, notes, slides), _type("presentation.main"))
        package.relate(_MAIN, "theme", "ppt/theme/theme1.xml")
        package.add("ppt/tableStyles.xml", parts.table_styles(), _type("tableStyles"))
        package.relate(_MAIN, "tableStyles", "ppt/tableStyles.xml")
        return package.to_bytes()

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the file and return its path."""
        return write(self.to_bytes(), path)

    def _current(self) -> Slide:
        if not self._slides:
            msg = "there is no slide yet to put this on; call `slide(...)` first"
            raise UsageError(msg)
        return self._slides[-1]

    def _add_notes_master(self, package: Package) -> str | None:
        if all(slide.notes is None for slide in self._slides):
            return None
        package.add(_NOTES_MASTER, parts.notes_master(), _type("notesMaster"))
        package.add("ppt/theme/theme2.xml", theme("Notes"), THEME_TYPE)
        package.relate(_NOTES_MASTER, "theme", "ppt/theme/theme2.xml")
        return package.relate(_MAIN, "notesMaster", _NOTES_MASTER)


def _solid(colour: str | None) -> str:
    if colour is not None and not _HEX_COLOUR.fullmatch(colour):
        msg = f"a colour is six hex digits like 2F5496, found {colour!r}"
        raise UsageError(msg)
    return f'<a:solidFill><a:srgbClr val="{colour.upper()}"/></a:solidFill>' if colour else ""


def _type(kind: str) -> str:
    return f"{_POWERPOINT_TYPE}.{kind}+xml"


def _levelled(lines: Sequence[str | tuple[str, int]]) -> Sequence[str | tuple[str, int]]:
    for line in lines:
        if not isinstance(line, str) and not 0 <= line[1] < _MOST_BULLET_LEVELS:
            msg = f"a bullet has a level from 0 to {_MOST_BULLET_LEVELS - 1}, found {line!r}"
            raise UsageError(msg)
    return lines


def _layout_part(name: str) -> str:
    return f"ppt/slideLayouts/slideLayout{list(parts.LAYOUTS).index(name) + 1}.xml"


def _add_master(package: Package) -> None:
    """The master and everything below it."""
    identifiers = []
    for name in parts.LAYOUTS:
        part = _layout_part(name)
        package.add(part, parts.layout(name), _type("slideLayout"))
        package.relate(part, "slideMaster", _MASTER)
        identifiers.append(package.relate(_MASTER, "slideLayout", part))
    package.add(_MASTER, parts.master(identifiers), _type("slideMaster"))
    package.add("ppt/theme/theme1.xml", theme(), THEME_TYPE)
    package.relate(_MASTER, "theme", "ppt/theme/theme1.xml")


def _add_slide(package: Package, number: int, slide: Slide, authors: Sequence[str]) -> str:
    """A slide and what hangs on it; returns the id by which the presentation refers to it."""
    part = f"ppt/slides/slide{number}.xml"
    package.add(part, slide.xml(), _type("slide"))
    package.relate(part, "slideLayout", _layout_part(slide.layout))
    for at in range(1, slide.pictures + 1):
        image = f"ppt/media/image{number}_{at}.png"
        package.add(image, png())
        package.relate(part, "image", image, identifier=f"rIdPicture{at}")
    for at, content in enumerate(slide.charts, start=1):
        target = f"ppt/charts/chart{number}_{at}.xml"
        package.add(target, content, CHART_TYPE)
        package.relate(part, "chart", target, identifier=f"rIdChart{at}")
    if slide.comments:
        target = f"ppt/comments/comment{number}.xml"
        package.add(target, shapes.comments(slide.comments, authors), _type("comments"))
        package.relate(part, "comments", target)
    if slide.notes is not None:
        target = f"ppt/notesSlides/notesSlide{number}.xml"
        package.add(target, shapes.notes_slide(slide.notes), _type("notesSlide"))
        package.relate(part, "notesSlide", target)
        package.relate(target, "notesMaster", _NOTES_MASTER)
        package.relate(target, "slide", part)
    return package.relate(_MAIN, "slide", part)
