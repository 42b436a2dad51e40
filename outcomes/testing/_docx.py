"""Builds Word files out of a few calls, with nothing but the standard library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Self

from outcomes.errors import UsageError
from outcomes.testing import _docx_body as body
from outcomes.testing import _docx_parts as parts
from outcomes.testing._chart import CHART_TYPE, chart, chart_frame
from outcomes.testing._docx_body import Paragraph, Run
from outcomes.testing._ooxml import MOMENT, OOXML_TYPE, Package, attribute, png, write, xmlns
from outcomes.testing._theme import THEME_TYPE, theme
from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

_WORD_TYPE: Final = f"{OOXML_TYPE}.wordprocessingml"
_MAIN: Final = "word/document.xml"
_PAGE: Final = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
    'w:header="708" w:footer="708" w:gutter="0"/>'
)


class Docx:
    """A Word document, written from top to bottom; every method returns the document, so that calls chain.

    >>> report = (
    ...     Docx(title="Quarterly report")
    ...     .heading("Summary")
    ...     .paragraph("Revenue rose 12 %.")
    ...     .table([["Region", "Revenue"], ["North", "12"]])
    ...     .picture(alt="Bar chart of revenue by region")
    ... )
    >>> report.to_bytes()[:2]
    b'PK'

    The same calls give the same bytes, on every machine. The file opens in Word, LibreOffice and python-docx.
    A character that XML cannot hold, a ragged table or an unknown style raises `UsageError`.
    """

    def __init__(self, title: str = "", author: str = "") -> None:
        """Both go into the file's properties; for a title on the page, use `paragraph(text, style="Title")`."""
        self._title = title
        self._author = author
        self._body: list[Paragraph | str] = []
        self._headers: list[Paragraph] = []
        self._footers: list[Paragraph] = []
        self._comments: list[str] = []
        self._footnotes: list[str] = []
        self._charts: list[str] = []
        self._links: list[str] = []
        self._pictures = 0
        self._drawings = 0
        self._changes = 0
        self._bookmarks = 0
        self._numbered_lists = 0

    def heading(self, text: str, level: int = 1) -> Self:
        """A paragraph in the style `Heading 1` to `Heading 9`; its outline level comes from the style."""
        if not 1 <= level <= parts.LEVELS:
            msg = f"a heading has a level from 1 to {parts.LEVELS}, found {level!r}"
            raise UsageError(msg)
        return self._add(Run(text), f'<w:pStyle w:val="Heading{level}"/>')

    def paragraph(
        self,
        text: str,
        *,
        style: str | None = None,
        bold: bool = False,
        font: str | None = None,
        size_pt: float | None = None,
        colour: str | None = None,
        background: str | None = None,
    ) -> Self:
        """A paragraph of running text; a line feed in it is a line break.

        `style` is a style id: `Title`, `Subtitle`, `Quote`, `Caption` ... With `bold` all of it is bold, which is
        how a heading looks that is none. `font`, `size_pt` (points) and `colour` and `background` (`RRGGBB`) are set
        on the text itself; what is left out comes from the style.
        """
        look = body.look(bold=bold, font=font, size_pt=size_pt, colour=colour, background=background)
        if style is not None and style not in parts.PARAGRAPH_STYLES:
            known = ", ".join(parts.PARAGRAPH_STYLES)
            msg = f"unknown style {style!r}.{did_you_mean(style, parts.PARAGRAPH_STYLES)} There are: {known}"
            raise UsageError(msg)
        return self._add(Run(text, look), f'<w:pStyle w:val="{style}"/>' if style else "")

    def empty(self, paragraphs: int = 1) -> Self:
        """Paragraphs with nothing in them, as they are used for spacing."""
        self._body.extend(Paragraph() for _ in range(paragraphs))
        return self

    def contents(self, *entries: tuple[str, int]) -> Self:
        """A table of contents as it was when Word last made it: the text and the page of each entry.

        It is a field over heading levels 1 to 3; nothing keeps it in line with the headings.
        """
        paragraphs = [Paragraph(runs=[Run(f"{text}\t{page}")]) for text, page in entries] or [Paragraph()]
        paragraphs[0].runs.insert(0, Run(raw=body.FIELD_BEGINS))
        paragraphs[-1].runs.append(Run(raw=body.FIELD_ENDS))
        self._body += paragraphs
        return self

    def bookmark(self, name: str) -> Self:
        """A name at the end of the last paragraph; `link` leads to it as `#name`."""
        self._bookmarks += 1
        mark = f'w:id="{self._bookmarks}"'
        start = f"<w:bookmarkStart {mark}{attribute('w:name', name)}/>"
        self._last().runs.append(Run(raw=f"{start}<w:bookmarkEnd {mark}/>"))
        return self

    def bullets(self, *items: str | tuple[str, int]) -> Self:
        """A bullet list; an item is its text, or its text and its level from 0."""
        return self._list(parts.BULLETS, items)

    def numbered(self, *items: str | tuple[str, int]) -> Self:
        """A numbered list that begins at 1; items as in `bullets`."""
        self._numbered_lists += 1
        return self._list(parts.BULLETS + self._numbered_lists, items)

    def table(self, rows: Sequence[Sequence[str]], *, header: bool = True) -> Self:
        """A table of texts; with `header`, its first row is marked as one and repeats on every page."""
        if self._body and isinstance(self._body[-1], str):
            self._body.append(Paragraph())  # Word joins tables that touch
        self._body.append(body.table([list(row) for row in rows], header=header))
        return self

    def picture(self, alt: str | None = None, *, width: float = 3.0, height: float = 2.0) -> Self:
        """A picture (one plain colour) of a size in inches.

        `alt` is its alternative text: `None` for none at all, the empty string to mark it as decorative.
        """
        self._pictures += 1
        name = f"Picture {self._pictures}"
        return self._drawing(name, alt, body.picture(f"rIdPicture{self._pictures}", name, width, height), width, height)

    def chart(
        self, title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]], *, alt: str | None = None
    ) -> Self:
        """A bar chart with one value for each category in every series; `alt` as in `picture`."""
        self._charts.append(chart(title, categories, series))
        number = len(self._charts)
        return self._drawing(f"Chart {number}", alt, chart_frame(f"rIdChart{number}"), 5.5, 3.0)

    def insertion(self, text: str, author: str = "Reviewer") -> Self:
        """Words that a tracked change added to the end of the last paragraph."""
        return self._change("ins", "t", text, author)

    def deletion(self, text: str, author: str = "Reviewer") -> Self:
        """Words that a tracked change took away from the end of the last paragraph."""
        return self._change("del", "delText", text, author)

    def comment(self, text: str, author: str = "Reviewer", *, on: str = "") -> Self:
        """A comment on the words `on`, looked for backwards from here; without them, on the last paragraph."""
        number = len(self._comments)
        mark = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        start = Run(raw=f'<w:commentRangeStart w:id="{number}"/>')
        end = Run(raw=f'<w:commentRangeEnd w:id="{number}"/>{mark}')
        if on:
            self._put_around(on, start, end)
        else:
            runs = self._last().runs
            runs[:] = [start, *runs, end]
        content = Paragraph('<w:pStyle w:val="CommentText"/>', [Run(text)]).xml()
        self._comments.append(
            f'<w:comment w:id="{number}"{attribute("w:author", author)} w:date="{MOMENT}"'
            f"{attribute('w:initials', author[:1])}>{content}</w:comment>"
        )
        return self

    def footnote(self, text: str) -> Self:
        """A footnote at the end of the last paragraph."""
        self._footnotes.append(text)
        mark = f'<w:footnoteReference w:id="{len(self._footnotes)}"/>'
        self._last().runs.append(Run(raw=f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{mark}</w:r>'))
        return self

    def link(self, text: str, url: str) -> Self:
        """A hyperlink at the end of the last paragraph; `#name` leads to a bookmark."""
        if url.startswith("#"):
            before = f"<w:hyperlink{attribute('w:anchor', url[1:])}>"
        else:
            self._links.append(url)
            before = f'<w:hyperlink r:id="rIdLink{len(self._links)}" w:history="1">'
        self._last().runs.append(Run(text, '<w:rStyle w:val="Hyperlink"/>', before, "</w:hyperlink>"))
        return self

    def hidden(self, text: str) -> Self:
        """A paragraph of hidden text: in the file, on no page."""
        return self._add(Run(text, "<w:vanish/>"))

    def white(self, text: str) -> Self:
        """A paragraph in white on white: on the page, seen by nobody."""
        return self._add(Run(text, '<w:color w:val="FFFFFF"/>'))

    def text_box(self, text: str) -> Self:
        """A floating text box."""
        self._drawings += 1
        return self._add(body.text_box(self._drawings, text))

    def header(self, text: str) -> Self:
        """A paragraph at the top of every page."""
        self._headers.append(Paragraph('<w:pStyle w:val="Header"/>', [Run(text)]))
        return self

    def footer(self, text: str) -> Self:
        """A paragraph at the bottom of every page."""
        self._footers.append(Paragraph('<w:pStyle w:val="Footer"/>', [Run(text)]))
        return self

    def to_bytes(self) -> bytes:
        """The whole file."""
        package = Package()
        package.relate("", "officeDocument", _MAIN)
        package.add_properties(self._title, self._author, "Microsoft Office Word")
        margins = self._add_margins(package)
        content = "".join(block if isinstance(block, str) else block.xml() for block in self._body)
        package.add(
            _MAIN,
            f"<w:document {xmlns('w', 'r', 'wp', 'mc', 'wps', 'v')}><w:body>{content}"
            f"<w:sectPr>{margins}{_PAGE}</w:sectPr></w:body></w:document>",
            f"{_WORD_TYPE}.document.main+xml",
        )
        self._add_parts(package)
        self._add_targets(package)
        return package.to_bytes()

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the file and return its path."""
        return write(self.to_bytes(), path)

    def _add(self, run: Run, properties: str = "") -> Self:
        self._body.append(Paragraph(properties, [run]))
        return self

    def _list(self, number: int, items: Sequence[str | tuple[str, int]]) -> Self:
        for item in items:
            text, level = (item, 0) if isinstance(item, str) else item
            if not 0 <= level < parts.LEVELS:
                msg = f"a list item has a level from 0 to {parts.LEVELS - 1}, found {level!r} for {text!r}"
                raise UsageError(msg)
            place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            self._add(Run(text), f'<w:pStyle w:val="ListParagraph"/>{place}')
        return self

    def _drawing(self, name: str, alt: str | None, graphic: str, width: float, height: float) -> Self:
        self._drawings += 1
        return self._add(body.inline(self._drawings, name, alt, graphic, width=width, height=height))

    def _change(self, element: str, tag: str, text: str, author: str) -> Self:
        self._changes += 1
        before = f'<w:{element} w:id="{1000 + self._changes}"{attribute("w:author", author)} w:date="{MOMENT}">'
        self._last().runs.append(Run(text, before=before, after=f"</w:{element}>", tag=tag))
        return self

    def _last(self) -> Paragraph:
        """The paragraph that the document ends with, begun if it ends with a table or has not begun."""
        last = self._body[-1] if self._body else None
        if not isinstance(last, Paragraph):
            last = Paragraph()
            self._body.append(last)
        return last

    def _put_around(self, words: str, start: Run, end: Run) -> None:
        for paragraph in reversed(self._body):
            if isinstance(paragraph, str):
                continue
            for at, run in enumerate(paragraph.runs):
                if words in run.text and not run.before:
                    head, _, tail = run.text.partition(words)
                    texts = (replace(run, text=head), start, replace(run, text=words), end, replace(run, text=tail))
                    paragraph.runs[at : at + 1] = [piece for piece in texts if piece.text or piece.raw]
                    return
        msg = f"no paragraph so far has the words {words!r} to comment on; add the paragraph first, or leave out `on`"
        raise UsageError(msg)

    def _add_margins(self, package: Package) -> str:
        references = ""
        for kind, paragraphs in (("header", self._headers), ("footer", self._footers)):
            if paragraphs:
                tag = "hdr" if kind == "header" else "ftr"
                content = "".join(paragraph.xml() for paragraph in paragraphs)
                package.add(f"word/{kind}1.xml", f"<w:{tag} {xmlns('w')}>{content}</w:{tag}>", _type(kind))
                identifier = package.relate(_MAIN, kind, f"word/{kind}1.xml")
                references += f'<w:{kind}Reference w:type="default" r:id="{identifier}"/>'
        return references

    def _add_parts(self, package: Package) -> None:
        contents = {
            "styles": parts.styles(),
            "settings": parts.settings(footnotes=bool(self._footnotes)),
            "numbering": parts.numbering(self._numbered_lists),
            "footnotes": parts.footnotes(self._footnotes) if self._footnotes else "",
            "comments": f"<w:comments {xmlns('w')}>{''.join(self._comments)}</w:comments>" if self._comments else "",
        }
        for kind, content in contents.items():
            if content:
                package.add(f"word/{kind}.xml", content, _type(kind))
                package.relate(_MAIN, kind, f"word/{kind}.xml")
        package.add("word/theme/theme1.xml", theme(), THEME_TYPE)
        package.relate(_MAIN, "theme", "word/theme/theme1.xml")

    def _add_targets(self, package: Package) -> None:
        """What pictures, charts and links in the text point to, under the ids that they were given there."""
        for number in range(1, self._pictures + 1):
            package.add(f"word/media/image{number}.png", png())
            package.relate(_MAIN, "image", f"word/media/image{number}.png", identifier=f"rIdPicture{number}")
        for number, content in enumerate(self._charts, start=1):
            package.add(f"word/charts/chart{number}.xml", content, CHART_TYPE)
            package.relate(_MAIN, "chart", f"word/charts/chart{number}.xml", identifier=f"rIdChart{number}")
        for number, url in enumerate(self._links, start=1):
            package.relate(_MAIN, "hyperlink", url, identifier=f"rIdLink{number}", external=True)


def _type(kind: str) -> str:
    return f"{_WORD_TYPE}.{kind}+xml"
