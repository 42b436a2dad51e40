"""Layouts and masters: what a slide's placeholders and colours take over from them. Each is read once, if used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import A, local
from outcomes.artifacts.pptx.colours import Palette
from outcomes.artifacts.pptx.geometry import Place, place
from outcomes.artifacts.pptx.markup import P, child_of, skeleton
from outcomes.artifacts.pptx.theme import UNKNOWN_THEME, read_theme
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package
    from outcomes.artifacts.pptx.markup import Skeleton

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
    body: etree._Element | None
    """Its `a:bodyPr`."""
    styles: etree._Element | None
    """Its `a:lstStyle`."""


@dataclass(frozen=True, eq=False)
class Placeholder:
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
            group = family(slot.kind)
            self._by_family.setdefault(group, slot)
            if slot.idx is not None or group == _CONTENT:
                self._by_index.setdefault(slot.idx or _FIRST, slot)

    def of_slide(self, kind: str | None, idx: str | None) -> Slot | None:
        """A layout's placeholder for a slide's: by index, but by type for titles and furniture and without an index."""
        if kind is None or (idx is not None and family(kind) == _CONTENT):
            return self._by_index.get(idx or _FIRST)
        return self.of_layout(kind)

    def of_layout(self, kind: str | None) -> Slot | None:
        """A master's placeholder: it has one for titles, one for all content, and the furniture."""
        return self._by_family.get(family(kind))


@dataclass(frozen=True, eq=False)
class Layout:
    """A slide layout or, as its `parent`, a slide or notes master."""

    part: str
    root: etree._Element
    bones: Skeleton
    palette: Palette
    slots: Slots
    parent: Layout | None = None
    is_master: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return self.bones.name

    @property
    def complete(self) -> bool:
        """Whether everything that a slide takes over could be read."""
        return self.is_master or (self.parent is not None and self.parent.is_master)


class Layouts:
    """The layouts and masters of one presentation."""

    def __init__(self, package: Package, note: Callable[[str, ArtifactError], None]) -> None:
        """`note` is told about damaged ones, which slides then do without."""
        self._package = package
        self._note = note
        self._known: dict[str, Layout | None] = {}
        self._resolved: dict[tuple[str | None, str | None, Layout | None], Placeholder] = {}

    def of_slide(self, part: str) -> Layout | None:
        """The layout of a slide; `None` when it has none that can be read."""
        return self._related(part, "slideLayout")

    def of_notes(self, main: str) -> Layout | None:
        """The master of all notes pages, named by the main part; `None` when there is none that can be read."""
        return self._related(main, "notesMaster")

    def holds(self, part: str) -> bool:
        """Whether this part has been read as a layout or master."""
        return part in self._known

    def own_palette(self, part: str, mapping: etree._Element | None, inherited: Palette) -> Palette:
        """The palette of a slide or layout, which may map theme colours in its own way or change the theme."""
        overrides = self._package.related(part, "themeOverride")
        if overrides:
            try:
                theme = read_theme(self._package.xml(overrides[0]), inherited.theme)
            except ArtifactError as error:
                self._note(overrides[0], error)
                theme = UNKNOWN_THEME
            inherited = Palette(theme, inherited.mapping)
        return inherited if mapping is None else inherited.mapped(mapping)

    def placeholder(self, node: etree._Element, layout: Layout | None) -> Placeholder:
        """Resolve a slide's `p:ph` through its layout and master."""
        kind, idx = node.get("type"), node.get("idx")
        key = (kind, idx, layout)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = _placeholder(kind, idx, layout)
        return found

    def body_of(self, master: Layout) -> Placeholder:
        """The placeholder for the text of notes, which all notes pages share."""
        key = (_CONTENT, None, master)
        found = self._resolved.get(key)
        if found is None:
            slot = master.slots.of_layout(_CONTENT)
            found = self._resolved[key] = Placeholder(_CONTENT, (slot,) if slot is not None else ())
        return found

    def _related(self, part: str, kind: str) -> Layout | None:
        for rel in self._package.rels(part).values():
            if rel.type == kind and not rel.external:
                if rel.target not in self._known:
                    self._known[rel.target] = self._read(rel.target, is_layout=kind == "slideLayout")
                return self._known[rel.target]
        return None

    def _read(self, part: str, *, is_layout: bool) -> Layout | None:
        try:
            root = self._package.xml(part)
        except ArtifactError as error:
            self._note(part, error)
            return None
        self._known[part] = None  # whatever names itself as its own master has none
        parent = self._related(part, "slideMaster") if is_layout else None
        palette = parent.palette if parent is not None else Palette() if is_layout else self._theme(part, root)
        bones = skeleton(root)
        return Layout(
            part=part,
            root=root,
            bones=bones,
            palette=self.own_palette(part, bones.mapping, palette),
            slots=Slots(_slots(bones.tree)),
            parent=parent,
            is_master=not is_layout,
        )

    def _theme(self, part: str, root: etree._Element) -> Palette:
        name = next(iter(self._package.related(part, "theme")), None)
        if name is None:
            return Palette()
        try:
            return Palette(read_theme(self._package.xml(name))).mapped(root.find(f"{P}clrMap"))
        except ArtifactError as error:
            self._note(name, error)
            return Palette()


def family(kind: str | None) -> str:
    """`title`, `body` for all content, or the kind of furniture: how placeholders of different sheets are matched."""
    if kind in _TITLES:
        return "title"
    return kind if kind in _FURNITURE else _CONTENT


def _placeholder(kind: str | None, idx: str | None, layout: Layout | None) -> Placeholder:
    slot = layout.slots.of_slide(kind, idx) if layout is not None else None
    if kind is None and slot is not None:
        kind = slot.kind
    above = layout.parent.slots.of_layout(kind) if layout is not None and layout.parent is not None else None
    return Placeholder(kind or _GENERIC, tuple(found for found in (slot, above) if found is not None))


def _slots(tree: etree._Element | None) -> Iterator[Slot]:
    for node in tree if tree is not None else ():
        parts = {local(child.tag): child for child in node}
        mark = child_of(child_of(next(iter(parts.values()), None), f"{P}nvPr"), f"{P}ph")
        if mark is not None:
            properties, text = parts.get("spPr"), parts.get("txBody")
            found = place(child_of(properties, f"{A}xfrm"))
            body, styles = child_of(text, f"{A}bodyPr"), child_of(text, f"{A}lstStyle")
            yield Slot(mark.get("type"), mark.get("idx"), found, properties, body, styles)
