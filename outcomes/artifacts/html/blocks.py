"""Walks an HTML tree once and collects its blocks: what is seen, what is not, and where each piece stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.artifact import STRUCK_OUT, Block, parting
from outcomes.artifacts.html.events import events
from outcomes.artifacts.html.inline import Aside, Inside, Run, address
from outcomes.artifacts.html.style import Look
from outcomes.artifacts.html.tables import Cell, Table
from outcomes.artifacts.ooxml.markup import integer
from outcomes.errors import ArtifactError
from outcomes.text import raised, squash

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import BlockKind
    from outcomes.artifacts.html.places import Places
    from outcomes.artifacts.html.style import Styles

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LABELLED = frozenset(
    {"p", "li", "pre", "dt", "dd", "blockquote", "figcaption", "caption", "summary", "address", *_HEADINGS}
)
_BOUNDARIES = _LABELLED | {
    "html", "head", "body", "article", "aside", "button", "center", "details", "dialog", "div", "dl", "fieldset",
    "figure", "footer", "form", "header", "hr", "iframe", "legend", "main", "nav", "noscript", "ol", "option",
    "section", "select", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_LISTS = ("ul", "ol")
_CELLS = ("td", "th")
_SILENT = frozenset({"script", "style", "title"})
_VALUE_SHOWN = frozenset({"", "text", "submit", "button", "reset", "email", "number", "search", "tel", "url", "date"})
_DECLARATION = "?xml "
_BULLET = "•"
_MOST_IDS = 100_000


@dataclass(slots=True)
class _Open:
    """A block-level element that is open; a list item loses its level once its first text is out."""

    tag: str
    gone: bool
    level: int | None = None
    label: str | None = None


@dataclass(slots=True)
class _List:
    ordered: bool
    next: int

    def label(self) -> str:
        """The printed label of the next item."""
        self.next += 1
        return f"{self.next - 1}." if self.ordered else _BULLET


@dataclass(slots=True)
class _Link:
    target: str
    start: int
    """Where in the run's text its own text begins."""
    asides: int
    """Pictures and comments of the run before it."""
    shown: bool = False
    """Whether something of it has been seen."""


class Walker:
    """Turns one tree into blocks; stops, and says so, after `most` of them."""

    def __init__(self, places: Places, styles: Styles, *, most: int, deepest: int) -> None:
        self.truncated = False
        self._places = places
        self._styles = styles
        self._left = most
        self._deepest = deepest
        self._looks = [Look()]
        self._open: list[_Open] = [_Open("", gone=False)]
        self._lists: list[_List] = []
        self._tables: list[Table] = []
        self._links: list[_Link] = []
        self._blocks: list[Block] = []
        self._outlets: list[list[Block] | Cell] = [self._blocks]
        self._run = Run()
        self._ids: list[str] = []
        self.bookmarks: dict[str, str] = {}
        """Ids of elements, and the locator of the block that each stands in or before."""

    def walk(self, root: etree._Element) -> list[Block]:
        """Collect the blocks of a whole page, comments around its root included.

        Raises:
            ArtifactError: `too-deep` for tables inside tables inside tables.
        """
        for event, node in events(root):
            if self._left < 1:
                self.truncated = True
                break
            if event == "enter":
                self._enter(node)
            elif event == "leave":
                self._leave(node)
            else:
                self._comment(node)
        self._flush()
        while len(self._outlets) > 1:
            self._close_outlet()
        if self._blocks:
            self._name(self._blocks[-1].locator)
        return self._blocks

    def _enter(self, node: etree._Element) -> None:
        look = self._styles.look(node, self._looks[-1])
        self._looks.append(look)
        if node.tag in _BOUNDARIES:
            self._flush()
            self._places.enter(node)
            self._note_ids(node)
            self._open_boundary(node, gone=look.gone)
        else:
            self._places.enter(node)
            self._note_ids(node)
            self._enter_inline(node, look)
        if node.tag not in _SILENT:
            self._text(node.text)

    def _leave(self, node: etree._Element) -> None:
        if node.tag in _BOUNDARIES:
            self._flush()
            self._close_boundary()
        elif node.tag == "a" and node.get("href") and self._links:
            self._close_link(self._links.pop())
        self._looks.pop()
        self._text(node.tail)

    def _enter_inline(self, node: etree._Element, look: Look) -> None:
        if node.tag == "br":
            self._put("\n", look)
        elif node.tag == "img":
            self._put_aside(Aside("img", node.get("alt"), address(node.get("src")), look.unseen))
        elif node.tag == "a" and node.get("href"):
            self._links.append(_Link(str(node.get("href")), len(self._run.seen), len(self._run.asides)))
        elif node.tag == "code":
            self._run.language = (node.get("class") or "").removeprefix("language-") or None
        elif node.tag == "input" and (node.get("type") or "").lower() in _VALUE_SHOWN:
            self._text(f" {node.get('value') or ''} ")

    def _open_boundary(self, node: etree._Element, *, gone: bool) -> None:
        tag = str(node.tag)
        element = _Open(tag, gone)
        self._open.append(element)
        if gone:
            return
        if tag in _LISTS:
            self._lists.append(_List(tag == "ol", integer(node.get("start"), 1)))
        elif tag == "li":
            element.level = max(0, len(self._lists) - 1)
            element.label = self._lists[-1].label() if self._lists else _BULLET
        elif tag == "table":
            self._open_table()
        elif self._tables and tag in _CELLS:
            self._open_cell(node)
        elif self._tables and tag == "tr":
            self._tables[-1].start_row()
        elif self._tables and tag == "thead":
            self._tables[-1].in_head = True

    def _close_boundary(self) -> None:
        element = self._open.pop()
        if element.gone:
            return
        if element.tag in _LISTS:
            self._lists.pop()
        elif element.tag == "table" or (self._tables and element.tag in _CELLS):
            self._close_outlet()
        elif self._tables and element.tag == "thead":
            self._tables[-1].in_head = False

    def _open_table(self) -> None:
        if len(self._tables) >= self._deepest:
            raise ArtifactError("too-deep", f"tables are nested more than {self._deepest} deep.")
        self._tables.append(Table(self._places.at("table")))
        self._name(self._tables[-1].locator)
        self._outlets.append(self._tables[-1].children)

    def _open_cell(self, node: etree._Element) -> None:
        table = self._tables[-1]
        row, column, row_span, column_span = table.place(node)
        locator = self._places.cell(table.locator, row, column)
        self._outlets.append(Cell(locator, row, column, row_span, column_span, table.is_header(node, row)))

    def _close_outlet(self) -> None:
        outlet = self._outlets.pop()
        if isinstance(outlet, Cell):
            self._tables[-1].children.append(outlet.block())
            self._left -= 1
        else:
            self._add(self._tables.pop().block())

    def _text(self, text: str | None) -> None:
        if not text:
            return
        look = self._looks[-1]
        if look.raised:
            text = raised(text)
        self._put(text if self._open[-1].tag == "pre" else text.replace("\n", " "), look)

    def _put(self, text: str, look: Look) -> None:
        """Add text where it belongs; white space is nothing that could be struck out."""
        reason = look.reason
        if reason is None or (reason == STRUCK_OUT and text.isspace()):
            self._run.add(text, look.font)
            return
        if parting(text, reason):
            self._run.add(" ", look.font)
        self._left -= self._run.hide(text, reason)

    def _comment(self, node: etree._Element) -> None:
        text = (node.text or "").strip()
        if text and not text.startswith(_DECLARATION):
            self._put_aside(Aside("comment", text, None, "display-none"))
        self._text(node.tail)

    def _put_aside(self, aside: Aside) -> None:
        self._run.asides.append(aside)
        self._left -= 1

    def _close_link(self, link: _Link) -> None:
        """End a link; one without words or a picture leads somewhere that nobody can go, and is told all the same."""
        self._end_link(link)
        if not link.shown:
            self._put_aside(Aside("empty link", None, link.target, STRUCK_OUT if self._looks[-1].struck else "unused"))

    def _end_link(self, link: _Link) -> None:
        words = squash("".join(self._run.seen[link.start :]))
        link.shown = link.shown or bool(words) or len(self._run.asides) > link.asides
        if words:
            self._run.links.append((link.target, words))
            self._left -= 1

    def _flush(self) -> None:
        """End the run of text: everything in it becomes blocks."""
        run = self._run
        if not (run.seen or run.unseen or run.asides):
            return
        for link in self._links:  # still open: it goes on in the next run
            self._end_link(link)
            link.start = link.asides = 0
        self._run = Run()
        text = run.text(preformatted=self._open[-1].tag == "pre")
        if text:
            self._add_seen(text, run)
        else:
            self._add_unseen(run.inside())
        for aside in run.asides:
            self._add(aside.block(self._places.at(aside.label)), counted=True)

    def _add_seen(self, text: str, run: Run) -> None:
        kind, element = self._kind()
        outlet = self._outlets[-1]
        if kind == "paragraph" and isinstance(outlet, Cell) and not outlet.children:
            outlet.add(text, run.runs(text), run.inside())
            self._name(outlet.locator)
            return
        at = self._places.at(element.tag if element.tag in _LABELLED else "text")
        spans, target = run.inside().spans(at, text)
        level = _HEADINGS.get(element.tag) or element.level
        name = run.language if kind == "code" else None
        runs = run.runs(text)
        self._add(
            Block(kind, at, text, level=level, label=element.label, name=name, target=target, children=spans, runs=runs)
        )
        element.level = element.label = None

    def _add_unseen(self, inside: Inside) -> None:
        for reason, words in inside.unseen:
            at = self._places.at("hidden")
            self._add(Block("paragraph", at, words, visibility="hidden", reason=reason), counted=True)

    def _kind(self) -> tuple[BlockKind, _Open]:
        """What the text of the innermost element is, and the element that says so."""
        element = self._open[-1]
        if element.tag in _HEADINGS:
            return "heading", element
        if element.tag == "pre":
            return "code", element
        if element.tag == "p" and self._open[-2].level is not None:
            element = self._open[-2]
        return ("paragraph" if element.level is None else "list_item"), element

    def _note_ids(self, node: etree._Element) -> None:
        """Keep what links can lead to until the block is known that it stands in or before."""
        for name in (node.get("id"), node.get("name") if node.tag == "a" else None):
            if name and len(self.bookmarks) + len(self._ids) < _MOST_IDS:
                self._ids.append(name)

    def _name(self, locator: str) -> None:
        for name in self._ids:
            self.bookmarks.setdefault(name, locator)
        self._ids.clear()

    def _add(self, block: Block, *, counted: bool = False) -> None:
        self._name(block.locator)
        outlet = self._outlets[-1]
        (outlet.children if isinstance(outlet, Cell) else outlet).append(block)
        self._left -= not counted
