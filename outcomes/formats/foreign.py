"""What the readers of other tools' files share: fields with their places, and what could not be carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from outcomes.errors import RubricError
from outcomes.formats.build import build
from outcomes.formats.nodes import Listing, Mapping, Scalar, at, describe, number, refuse
from outcomes.formats.outline import WORD, Header, Item, Section, section_name
from outcomes.rubric import Note
from outcomes.text import clip, count, squash

if TYPE_CHECKING:
    from collections.abc import Collection

    from outcomes.formats.nodes import Node
    from outcomes.formats.outline import Fail
    from outcomes.formats.template import Template
    from outcomes.rubric import Rubric

NO_THRESHOLD = "the file states no threshold, so every point must be earned; set one for a share that is enough"


@dataclass(slots=True)
class Import:
    """One file of another tool on its way into a rubric."""

    source: str
    tool: str
    """Whose file it is, for messages."""
    header: Header = field(default_factory=Header)
    root: Section = field(default_factory=Section)
    notes: list[Note] = field(default_factory=list)
    seen: dict[tuple[int, str], int] = field(default_factory=dict)
    titles: dict[tuple[int, str], int] = field(default_factory=dict)
    repeated: set[tuple[int, str]] = field(default_factory=set)

    def item(
        self,
        node: Node,
        text: str,
        section: Section,
        *,
        path: tuple[str, ...] = (),
        **fields: Any,  # noqa: ANN401
    ) -> Item | None:
        """Add a criterion that stands at a node; the same words again in one section are told and not counted twice."""
        words, path = squash(text), tuple(filter(None, map(section_name, path)))
        if not words:
            self.note("not_carried_over", "a criterion without words", node)
            return None
        key = (id(section), f"{path} {words.lower()}")
        if key in self.seen:
            if key not in self.repeated:
                self.repeated.add(key)
                self.note(
                    "not_carried_over", f"the same as on line {self.seen[key]}, counted once: {clip(words, 60)!r}", node
                )
            return None
        self.seen[key] = node.line
        item = Item(words, fields, node.line, self.fail_below(node), path, node.column)
        section.members.append(item)
        return item

    def section(self, parent: Section, title: str, node: Node, weight: float | None = None) -> Section:
        """Add a section below another; one that is called as a sibling gets a number."""
        name = section_name(title) or squash(title)
        times = self.titles[id(parent), name] = self.titles.get((id(parent), name), 0) + 1
        section = Section(name if times == 1 else f"{name} ({times})", weight, line=node.line, column=node.column)
        parent.members.append(section)
        return section

    def note(self, kind: Literal["read_as", "not_understood", "not_carried_over"], message: str, node: Node) -> None:
        """Tell of something, at a node."""
        self.notes.append(Note(kind=kind, message=message, line=node.line, column=node.column))

    def left_out(self, mapping: Mapping, known: Collection[str], why: str = "") -> None:
        """Tell of every key that is not carried over."""
        if mapping.keys.keys() <= frozenset(known):
            return
        for name, key in mapping.keys.items():
            if name in known:
                continue
            value = mapping.fields[name]
            if isinstance(value, Scalar) and value.value in (None, ""):
                continue
            if isinstance(value, Listing) and not value.items:
                continue
            size = f" ({count(len(value.items), 'entry', 'entries')})" if isinstance(value, Listing) else ""
            self.note("not_carried_over", f"{name}{size}{why}", key)

    def text(self, mapping: Mapping, key: str) -> str:
        """The text at a key; an error names the place where something else stands or nothing."""
        node = mapping.fields.get(key)
        if not isinstance(node, Scalar) or node.value is None:
            found = describe(node) if node is not None else "nothing"
            refuse(node or mapping, f"{self.tool}: {key} is text, found {found}", self.source)
        return node.text

    def number(self, mapping: Mapping, key: str, unstated: float | None = None) -> float:
        """The finite number at a key."""
        node = mapping.fields.get(key)
        value = number(node) if node is not None else unstated
        if value is None:
            found = describe(node) if node is not None else "nothing"
            refuse(node or mapping, f"{self.tool}: {key} is a finite number, found {found}", self.source)
        return value

    def listed(self, mapping: Mapping, key: str) -> list[Node]:
        """The entries of the list at a key; none where there is no such key."""
        node = mapping.fields.get(key)
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return []
        if not isinstance(node, Listing):
            refuse(node, f"{self.tool}: {key} is a list, found {describe(node)}", self.source)
        return node.items

    def mapping(self, node: Node, what: str) -> Mapping:
        """The node, if it is a mapping."""
        if not isinstance(node, Mapping):
            refuse(node, f"{self.tool}: {what} is a mapping, found {describe(node)}", self.source)
        return node

    def fail_below(self, node: Node) -> Fail:
        """Make errors at a node or at one of its fields."""
        source = self.source  # not the whole import: what it holds would never be freed

        def fail(message: str, place: tuple[str | int, ...]) -> RubricError:
            found = at(node, place)
            return RubricError(message, source=source, line=found.line, column=found.column)

        return fail

    def refuse(self, node: Node, message: str) -> NoReturn:
        """Raise the error at a node."""
        refuse(node, f"{self.tool}: {message}", self.source)

    def built(self, template: Template | None = None) -> Rubric:
        """The rubric, with a word on what decides where the file states no threshold."""
        rubric = build(self.root, self.header, self.source, template=template, notes=self.notes)
        if rubric.threshold is None and not rubric.floors and not any(c.required for c in rubric.criteria):
            note = Note(kind="read_as", message=NO_THRESHOLD)
            return rubric.model_copy(update={"notes": (note, *rubric.notes)})
        return rubric


def own_id(node: Node | None) -> dict[str, str]:
    """The id that a file gives, as a field of a criterion, where it is one word."""
    word = node.text if isinstance(node, Scalar) else ""
    return {"id": word} if WORD.fullmatch(word) and len(word) <= 200 else {}


def level(label: str, text: str, credit: float) -> dict[str, object]:
    """One level descriptor, as a field of a criterion."""
    return {"label": label, "text": squash(text), "credit": min(1.0, max(0.0, credit))}


def mappings(root: Listing | Mapping) -> list[Mapping]:
    """The mappings of a list, or the mapping itself; none when anything else is among them."""
    nodes = root.items if isinstance(root, Listing) else [root]
    found = [node for node in nodes if isinstance(node, Mapping)]
    return found if len(found) == len(nodes) else []
