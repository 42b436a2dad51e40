"""Layouts and masters: what a slide's placeholders and colours take over from them. Each is read once, if used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import A
from outcomes.artifacts.pptx.colours import Palette, read_palette
from outcomes.artifacts.pptx.geometry import Place, place
from outcomes.artifacts.pptx.markup import P
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package

_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_GENERIC = "obj"
_CONTENT = "body"
_FIRST = "0"


class Slot(NamedTuple):
    """A placeholder on a layout or master."""

    kind: str | None
    """As written: `body`, `title` ...; `None` for the generic one."""
    idx: str | None
    place: Place | None
    properties: etree._Element | None
    """Its `p:spPr`, for its fill."""


class Placeholder(NamedTuple):
    """A slide's placeholder and what it takes over."""

    kind: str
    """`title`, `ctrTitle`, `body`, `obj` ..., from the layout where the slide does not say."""
    inherited: tuple[Slot, ...] = ()
    """The placeholders of its layout and its master, nearest first."""

    @property
    def is_title(self) -> bool:
        """Whether its text is the slide's title."""
        return self.kind in _TITLES


class Slots:
    """The placeholders of one layout or master, by index and by type."""

    def __init__(self, found: Iterable[Slot]) -> None:
        """Where several could be meant, the first is."""
        self._by_index: dict[str, Slot] = {}
        self._by_family: dict[str, Slot] = {}
        for slot in found:
            family = _family(slot.kind)
            self._by_family.setdefault(family, slot)
            if slot.idx is not None or family == _CONTENT:
                self._by_index.setdefault(slot.idx or _FIRST, slot)

    def of_slide(self, kind: str | None, idx: str | None) -> Slot | None:
        """A layout's placeholder for a slide's: by index, but by type for titles and furniture and without an index."""
        if kind is None or (idx is not None and _family(kind) == _CONTENT):
            return self._by_index.get(idx or _FIRST)
        return self.of_layout(kind)

    def of_layout(self, kind: str | None) -> Slot | None:
        """A master's placeholder: it has one for titles, one for all content, and the furniture."""
        return self._by_family.get(_family(kind))


@dataclass(frozen=True, slots=True)
class Layout:
    """A slide layout or, as its `parent`, a slide master."""

    part: str
    name: str
    root: etree._Element
    palette: Palette
    slots: Slots
    parent: Layout | None = None


class Layouts:
    """The layouts and masters of one presentation."""

    def __init__(self, package: Package, note: Callable[[str, ArtifactError], None]) -> None:
        """`note` is told about damaged ones, which slides then do without."""
        self._package = package
        self._note = note
        self._known: dict[str, Layout | None] = {}

    def of_slide(self, part: str) -> Layout | None:
        """The layout of a slide; `None` when it has none that can be read."""
        return self._related(part, "slideLayout")

    def holds(self, part: str) -> bool:
        """Whether this part has been read as a layout or master."""
        return part in self._known

    def _related(self, part: str, kind: str) -> Layout | None:
        name = next(iter(self._package.related(part, kind)), None)
        if name is None:
            return None
        if name not in self._known:
            self._known[name] = self._read(name, is_layout=kind == "slideLayout")
        return self._known[name]

    def _read(self, part: str, *, is_layout: bool) -> Layout | None:
        try:
            root = self._package.xml(part)
        except ArtifactError as error:
            self._note(part, error)
            return None
        parent = self._related(part, "slideMaster") if is_layout else None
        palette = parent.palette if parent is not None else Palette() if is_layout else self._theme(part, root)
        sheet = root.find(f"{P}cSld")
        return Layout(
            part=part,
            name=sheet.get("name") or "" if sheet is not None else "",
            root=root,
            palette=own_palette(self._package, part, root, palette),
            slots=Slots(_slots(root)),
            parent=parent,
        )

    def _theme(self, part: str, root: etree._Element) -> Palette:
        name = next(iter(self._package.related(part, "theme")), None)
        if name is None:
            return Palette()
        try:
            return read_palette(self._package.xml(name)).mapped(root.find(f"{P}clrMap"))
        except ArtifactError as error:
            self._note(name, error)
            return Palette()


def own_palette(package: Package, part: str, root: etree._Element, inherited: Palette) -> Palette:
    """The palette of a slide or layout, which may map theme colours in its own way or change the theme."""
    if package.related(part, "themeOverride"):
        return Palette()
    return inherited.mapped(root.find(f"{P}clrMapOvr/{A}overrideClrMapping"))


def placeholder(node: etree._Element, layout: Layout | None) -> Placeholder:
    """Resolve a slide's `p:ph` through its layout and master."""
    kind, idx = node.get("type"), node.get("idx")
    slot = layout.slots.of_slide(kind, idx) if layout is not None else None
    if kind is None and slot is not None:
        kind = slot.kind
    above = layout.parent.slots.of_layout(kind) if layout is not None and layout.parent is not None else None
    return Placeholder(kind or _GENERIC, tuple(found for found in (slot, above) if found is not None))


def _family(kind: str | None) -> str:
    if kind in _TITLES:
        return "title"
    return kind if kind in _FURNITURE else _CONTENT


def _slots(root: etree._Element) -> Iterator[Slot]:
    for node in root.iterfind(f"{P}cSld/{P}spTree/*"):
        mark = node.find(f"*/{P}nvPr/{P}ph")
        if mark is not None:
            properties = node.find(f"{P}spPr")
            found = place(properties.find(f"{A}xfrm")) if properties is not None else None
            yield Slot(mark.get("type"), mark.get("idx"), found, properties)
