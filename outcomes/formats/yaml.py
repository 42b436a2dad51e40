"""YAML and JSON -> `Rubric`: criteria as text or mappings, in sections if wanted, with weights for a scoring tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from outcomes.errors import RubricError
from outcomes.format import MAX_CHARACTERS, MAX_TREE_CHARACTERS, clean
from outcomes.formats.build import build
from outcomes.formats.checks import check_prefix, read_check, simple
from outcomes.formats.header import HEADER_KEYS, TREE_KEYS, read_header
from outcomes.formats.json_nodes import compose_json
from outcomes.formats.level_nodes import read_levels
from outcomes.formats.marks import read_marks
from outcomes.formats.nodes import (
    Listing,
    Mapping,
    Scalar,
    at,
    describe,
    plain,
    positive,
    refuse,
    refuse_unknown_keys,
    whole,
)
from outcomes.formats.outline import Header, Item, Section, section_name
from outcomes.formats.template import Template
from outcomes.formats.tools import read_foreign
from outcomes.formats.yaml_nodes import compose
from outcomes.rubric import CheckCall
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingType

    from outcomes.formats.nodes import Node
    from outcomes.formats.outline import Fail
    from outcomes.rubric import Rubric

TOP = ("$schema", "schema_version", *HEADER_KEYS, "criteria", "sections", *TREE_KEYS)
SECTION = (
    "title", "weight", "required", "at_least", "floor", "applies_when", "withheld", "about", "needs", "fault",
    "criteria", "sections",
)  # fmt: skip
_TEXTS = ("id", "applies_when", "about", "needs")
_VALUES = ("required", "points", "per_occurrence", "withheld", "fault", "cap")
_NUMBERS = ("points", "cap")
CRITERION = ("text", "section", "check", "levels", *_TEXTS, *_VALUES)
CALL = ("name", "args")
SCHEMA_VERSION = 1
_QUOTES = " Put text that contains `: ` in quotes."
_SHAPE = "a list of criteria below `criteria:`"


def read_yaml(text: str, source: str, variables: MappingType[str, object] | None = None) -> Rubric:
    """Read a YAML rubric, ours or another tool's; `source` is the file's name, for messages. Raise `RubricError`."""
    text = clean(text, source)
    template = Template.read(text, source, variables)
    return _read(compose(template.text, source), template, lambda: compose(text, source))


def read_json(text: str, source: str, variables: MappingType[str, object] | None = None) -> Rubric:
    """Read a JSON rubric, ours or another tool's; trees of other tools may be longer than a rubric that is written."""
    text = clean(text, source, most=MAX_TREE_CHARACTERS)
    template = Template.read(text, source, variables)
    return _read(compose_json(template.text, source), template, lambda: compose_json(text, source))


def _read(root: Node | None, template: Template, again: Callable[[], Node | None]) -> Rubric:
    if root is None or isinstance(root, Scalar):
        msg = f"expected {_SHAPE}, found {'nothing' if root is None else describe(root)}"
        line, column = (root.line, root.column) if root else (None, None)
        raise RubricError(msg, source=template.source, line=line, column=column)
    foreign = read_foreign(root, template, again)
    if foreign is not None:
        return foreign
    if len(template.text) > MAX_CHARACTERS:
        clean(template.text, template.source)
    return _Reader(template).read(root)


class _Reader:
    def __init__(self, template: Template) -> None:
        self.source = template.source
        self.template = template

    def read(self, root: Listing | Mapping) -> Rubric:
        if isinstance(root, Listing):
            outline = Section(members=list(map(self._item, root.items)))
            return build(outline, Header(), self.source, template=self.template)
        refuse_unknown_keys(root, TOP, "the rubric", self.source)
        self._refuse_later(root)
        header = read_header(root, self.template)
        outline = Section(members=self._members(root))
        if not outline.members:
            self._refuse(root, f"the rubric has no criteria; write {_SHAPE}")
        return build(outline, header, self.source, template=self.template)

    def _refuse_later(self, root: Mapping) -> None:
        """A file of a later version may mean something else by the same words."""
        version = root.fields.get("schema_version")
        if version is not None and whole(version) != SCHEMA_VERSION:
            found = describe(version)
            self._refuse(
                version, f"schema_version is {SCHEMA_VERSION}, found {found}; a later version of outcomes may read it"
            )

    def _members(self, mapping: Mapping) -> list[Item | Section]:
        """The criteria of the rubric or of a section, then the sections in it."""
        return [
            *map(self._item, self._listed(mapping, "criteria")),
            *map(self._section, self._listed(mapping, "sections")),
        ]

    def _listed(self, mapping: Mapping, key: str) -> list[Node]:
        node = mapping.fields.get(key)
        if node is None:
            return []
        if not isinstance(node, Listing):
            self._refuse(node, f"{key} is a list, found {describe(node)}")
        return node.items

    def _section(self, node: Node) -> Section:
        if not isinstance(node, Mapping):
            self._refuse(node, f"a section has a title and criteria, found {describe(node)}")
        refuse_unknown_keys(node, SECTION, "a section", self.source)
        title = node.fields.get("title")
        if not isinstance(title, Scalar) or not section_name(title.text):
            self._refuse(title or node, "a section needs a title")
        members = self._members(node)
        if not members:
            self._refuse(node, f"section {title.text!r} has no criteria; write {_SHAPE}, or delete it")
        section = Section(
            section_name(title.text), self._weight(node), self._required(node), node.line, members, node.column
        )
        section.at_least, section.floor = self._at_least(node), self._floor(node)
        section.defaults = {key: self._text(node.fields[key], key) for key in _TEXTS[1:] if key in node.fields}
        section.defaults |= {
            key: self._value(node.fields[key], key) for key in ("withheld", "fault") if key in node.fields
        }
        return section

    def _at_least(self, section: Mapping) -> int | None:
        node = section.fields.get("at_least")
        count = whole(node)
        if node is None or (count is not None and count > 0):
            return count
        return self._refuse(node, f"at_least is a number of criteria, found {describe(node)}")

    def _floor(self, section: Mapping) -> float | None:
        node = section.fields.get("floor")
        share = positive(node) if node is not None else None
        if node is None or (share is not None and share <= 1):
            return share
        return self._refuse(node, f"floor is a share of the section above 0 and up to 1, found {describe(node)}")

    def _weight(self, section: Mapping) -> float | None:
        node = section.fields.get("weight")
        if node is None:
            return None
        weight = positive(node)
        return weight or self._refuse(node, f"a section's weight is a number above 0, found {describe(node)}")

    def _required(self, section: Mapping) -> bool | None:
        node = section.fields.get("required")
        if node is None or (isinstance(node, Scalar) and isinstance(node.value, bool)):
            return None if node is None else bool(plain(node))
        return self._refuse(node, f"required is true or false, found {describe(node)}")

    def _item(self, node: Node) -> Item:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            marked = read_marks(node.text, self._fail_at(node))
            return self._made(marked.text, marked.fields, node)
        if not isinstance(node, Mapping):
            self._refuse(node, f"a criterion is text or a mapping with `text`, found {describe(node)}")
        refuse_unknown_keys(node, CRITERION, "a criterion", self.source, advice=_QUOTES)
        given = {key: value for key, value in node.fields.items() if plain(value) is not None}
        text = given.get("text")
        fields: dict[str, Any] = {key: self._text(given[key], key) for key in _TEXTS if key in given}
        fields |= {key: self._value(given[key], key) for key in _VALUES if key in given}
        if "check" in given:
            fields["check"] = self._check(given["check"])
        if "levels" in given:
            fields["levels"] = read_levels(given["levels"], self.source, fields)
        section = self._path(given["section"]) if "section" in given else ()
        return self._made(self._text(text, "text") if text else "", fields, node, section)

    def _made(self, text: str, fields: dict[str, Any], node: Node, section: tuple[str, ...] = ()) -> Item:
        if not text:
            self._refuse(node, "a criterion needs `text` that says what must hold")
        return Item(text, fields, node.line, self._fail_below(node), section, node.column)

    def _text(self, node: Node, key: str) -> str:
        if not isinstance(node, Scalar):
            self._refuse(node, f"{key} is text, found {describe(node)}")
        return squash(node.text)

    def _value(self, node: Node, key: str) -> object:
        """A number or a truth, left as it is for the criterion to judge; text that looks like one is refused."""
        value = node.value if isinstance(node, Scalar) else None
        wanted = "a number" if key in _NUMBERS else "true or false"
        if isinstance(value, bool) is (key not in _NUMBERS) and isinstance(value, int | float):
            return value
        return self._refuse(node, f"{key} is {wanted}, found {describe(node)}")

    def _path(self, node: Node) -> tuple[str, ...]:
        nodes = node.items if isinstance(node, Listing) else [node]
        return tuple(name for item in nodes if (name := section_name(self._text(item, "section"))))

    def _check(self, node: Node) -> CheckCall:
        if isinstance(node, Scalar):
            fail = self._fail_at(node)
            call = node.text.replace("\n", " ")
            return read_check(call[check_prefix(call, fail) or 0 :], fail)
        if not isinstance(node, Mapping):
            self._refuse(node, f"a check is text such as `pptx.slides min=5`, found {describe(node)}")
        refuse_unknown_keys(node, CALL, "a check", self.source)
        name, args = node.fields.get("name"), node.fields.get("args")
        if name is None:
            self._refuse(node, "a check needs a name")
        return CheckCall(name=self._text(name, "name"), args=self._args(args) if args else {})

    def _args(self, node: Node) -> dict[str, Any]:
        if not isinstance(node, Mapping):
            self._refuse(node, f"args is a mapping such as {{min: 5}}, found {describe(node)}")
        for key, value in node.fields.items():
            if not simple(plain(value)):
                self._refuse(value, f"argument {key!r} must be text, a number, true, false or a list of these")
        return {key: plain(value) for key, value in node.fields.items()}

    def _refuse(self, node: Node, message: str) -> NoReturn:
        refuse(node, message, self.source)

    def _fail_at(self, node: Node) -> Callable[[str, int], RubricError]:
        return lambda message, _: RubricError(message, source=self.source, line=node.line, column=node.column)

    def _fail_below(self, node: Node) -> Fail:
        def fail(message: str, place: tuple[str | int, ...]) -> RubricError:
            found = at(node, place)
            return RubricError(message, source=self.source, line=found.line, column=found.column)

        return fail
