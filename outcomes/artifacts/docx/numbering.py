"""List labels as they are printed: `1.`, `2.1`, `a)`, `iv.`, and bullets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.markup import LIST_LEVELS, W, switched_on, value
from outcomes.artifacts.docx.spacing import Spacing, read_spacing
from outcomes.artifacts.ooxml.markup import integer
from outcomes.artifacts.ooxml.numerals import letters, note_signs, roman

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifacts.docx.styles import Styles

_LONGEST_TEXT = 100
_MOST_SIGNS = 120  # thirty rounds of the four
_PLACEHOLDER = re.compile(r"%([1-9])")


class _Level(NamedTuple):
    number_format: str
    text: str
    start: int
    restart: int | None
    legal: bool
    style: str | None
    spacing: Spacing


class _List(NamedTuple):
    """A numbering instance: which definition it counts with, its levels, and where it restarts counting."""

    definition: str
    levels: dict[int, _Level]
    restarts: dict[int, int]
    below: dict[int, tuple[int, ...]]
    """The deeper levels that begin anew after each level; filled when asked."""

    def resets(self, level: int) -> tuple[int, ...]:
        """The deeper levels that begin anew after a paragraph of this one."""
        known = self.below.get(level)
        if known is None:
            deeper = ((at, self.levels.get(at)) for at in range(level + 1, LIST_LEVELS))
            known = self.below[level] = tuple(
                at for at, one in deeper if one is None or one.restart is None or level < one.restart
            )
        return known


class Numbering:
    """The numbering part and the running counts of one document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Index definitions and instances; a list is resolved when it is first used."""
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._instances: dict[str, etree._Element] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            for node in root.iterchildren(f"{W}abstractNum"):
                self._definitions.setdefault(node.get(f"{W}abstractNumId") or "", node)
            for node in root.iterchildren(f"{W}num"):
                self._instances.setdefault(node.get(f"{W}numId") or "", node)

    def label(self, number_list: str, level: int) -> str:
        """Count one more paragraph of a list and say what is printed before it; empty for nothing."""
        found = self._list(number_list)
        level = min(max(level, 0), LIST_LEVELS - 1)
        if found is None or level not in found.levels:
            return ""
        counts = self._advance(number_list, found, level)
        own = found.levels[level]
        if own.number_format == "bullet":
            return _bullet(own.text)
        return _PLACEHOLDER.sub(lambda match: _number(found, counts, own, int(match[1]) - 1), own.text).strip()

    def level_of(self, number_list: str, style: str | None) -> int:
        """The level of a list that belongs to a paragraph style; the first when none does."""
        found = self._list(number_list)
        levels = found.levels.items() if found is not None else ()
        return next((at for at, level in levels if style is not None and level.style == style), 0)

    def spacing(self, number_list: str, level: int) -> Spacing:
        """What a level of a list says about the setting of lines, its indents above all."""
        found = self._list(number_list)
        own = None if found is None else found.levels.get(min(max(level, 0), LIST_LEVELS - 1))
        return {} if own is None else own.spacing

    def _list(self, number_list: str) -> _List | None:
        if number_list not in self._lists:
            self._lists[number_list] = self._resolve(number_list)
        return self._lists[number_list]

    def _resolve(self, number_list: str) -> _List | None:
        instance = self._instances.get(number_list)
        key = value(instance, "abstractNumId")
        if instance is None or key is None:
            return None
        levels = dict(self._defined(key))
        restarts: dict[int, int] = {}
        for override in instance.iterchildren(f"{W}lvlOverride"):
            at = integer(override.get(f"{W}ilvl"))
            levels = {**levels, **_levels(override)}
            start = value(override, "startOverride")
            if start is not None:
                restarts[at] = integer(start, default=1)
        return _List(key, levels, restarts, {})

    def _defined(self, key: str) -> dict[int, _Level]:
        """The levels of a definition, read once however many lists count with it."""
        if key not in self._levels:
            definition = self._definition(key)
            self._levels[key] = _levels(definition) if definition is not None else {}
        return self._levels[key]

    def _definition(self, key: str) -> etree._Element | None:
        """A definition may only name a list style, which has the real one."""
        for _ in range(LIST_LEVELS):
            node = self._definitions.get(key)
            link = value(node, "numStyleLink")
            if link is None:
                return node
            via = self._styles.paragraph(link).number_list
            key = value(self._instances.get(via or ""), "abstractNumId") or ""
        return None

    def _advance(self, number_list: str, found: _List, level: int) -> list[int | None]:
        counts = self._counts.get(found.definition)
        if counts is None:
            counts = self._counts[found.definition] = [None] * LIST_LEVELS
        before = counts[level]
        if found.restarts and level in found.restarts and (number_list, level) not in self._restarted:
            self._restarted.add((number_list, level))
            counts[level] = found.restarts[level]
        else:
            counts[level] = found.levels[level].start if before is None else before + 1
        for deeper in found.resets(level):
            counts[deeper] = None
        return counts


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = ((integer(node.get(f"{W}ilvl")), node) for node in parent.iterchildren(f"{W}lvl"))
    return {at: _level(node) for at, node in found if 0 <= at < LIST_LEVELS}


def _level(node: etree._Element) -> _Level:
    restart = value(node, "lvlRestart")
    return _Level(
        number_format=value(node, "numFmt") or "decimal",
        text=(value(node, "lvlText") or "")[:_LONGEST_TEXT],
        start=integer(value(node, "start"), default=0),
        restart=None if restart is None else integer(restart),
        legal=switched_on(node, "isLgl"),
        style=value(node, "pStyle"),
        spacing=read_spacing(node.find(f"{W}pPr")),
    )


def _number(found: _List, counts: list[int | None], own: _Level, at: int) -> str:
    level = found.levels.get(at, own)
    number = counts[at]
    if number is None:
        number = level.start
    return str(number) if own.legal else write_number(level.number_format, number)


def write_number(number_format: str, number: int) -> str:
    """A number as a list or note prints it; digits in a format that is not known here (ECMA-376 17.18.59)."""
    return _FORMATS.get(number_format, str)(number)


def _bullet(text: str) -> str:
    """Symbol fonts keep their bullets in the private use area, where they have no meaning of their own."""
    sign = text.strip()[:1]
    return "\u2022" if not sign or "\ue000" <= sign <= "\uf8ff" else sign


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": _ordinal,
    "chicago": note_signs,
    "none": lambda _: "",
}
