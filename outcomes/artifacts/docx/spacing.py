"""How the lines of a paragraph are set: alignment, spacing and indents, resolved along the style hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outcomes.appearance import ParagraphFormat
from outcomes.artifacts.docx.markup import VAL, W, points
from outcomes.artifacts.ooxml.markup import integer, truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

Spacing = dict[str, str]
"""Paragraph properties by short name, as written: `jc`, `spacing/before`, `ind/left`, `contextualSpacing` ..."""

_TWIPS = 20
_LINE = 240  # w:line counts in 240ths of a line when its rule is auto (ECMA-376 17.3.1.33)
_GROUPS = frozenset({f"{W}spacing", f"{W}ind"})
_SINGLES = frozenset(f"{W}{name}" for name in ("jc", "contextualSpacing", "bidi"))
_UNDECIDED = "?"
# ECMA-376 17.18.44; which side "left" is in a right-to-left paragraph is said in 17.3.1.13.
_ALIGNMENTS: dict[str, Literal["left", "center", "right", "justify"]] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "justify",
    "distribute": "justify", "thaiDistribute": "justify", "lowKashida": "justify", "mediumKashida": "justify",
    "highKashida": "justify",
}  # fmt: skip
_TURNED: dict[str | None, Literal["left", "center", "right", "justify"]] = {"left": "right", "right": "left"}
_SAME_AS = {"ind/start": "ind/left", "ind/end": "ind/right", "ind/startChars": "ind/leftChars",
            "ind/endChars": "ind/rightChars"}  # fmt: skip


def read_spacing(properties: etree._Element | None) -> Spacing:
    """What a `w:pPr` says about the setting of lines."""
    found: Spacing = {}
    for node in properties if properties is not None else ():
        add_spacing(found, node)
    return found


def add_spacing(found: Spacing, node: etree._Element) -> None:
    """Add what one child of a `w:pPr` says; the others are passed over."""
    name = str(node.tag).rpartition("}")[2]
    if node.tag in _SINGLES:
        found[name] = node.get(VAL) or ("1" if name != "jc" else "left")
    elif node.tag in _GROUPS:
        for attribute, text in node.items():
            key = f"{name}/{str(attribute).rpartition('}')[2]}"
            found[_SAME_AS.get(key, key)] = str(text)
        if name == "ind":
            _settle_first_line(found, node)


def _settle_first_line(found: Spacing, node: etree._Element) -> None:
    """A hanging indent supersedes a first line indent, and each undoes the other of a lower level (17.3.1.12)."""
    if node.get(f"{W}hanging") is not None:
        found["ind/firstLine"] = ""
    elif node.get(f"{W}firstLine") is not None:
        found["ind/hanging"] = ""


def layered(lower: Spacing, table: Spacing, usual: Spacing, upper: Spacing) -> Spacing:
    """Document defaults, table style, default paragraph style and everything nearer, in the order of 17.7.2.

    Word lets a table style win over a default paragraph style in some documents and not in others, so that what the
    two say differently is undecided.
    """
    merged = {**lower, **table}
    for name, text in usual.items():
        merged[name] = _UNDECIDED if table.get(name, text) != text else text
    return {**merged, **upper}


def paragraph_format(
    said: Mapping[str, str], *, alike_before: bool | None, alike_after: bool | None
) -> ParagraphFormat:
    """The effective format; `alike_before` says whether the paragraph above has the same style (`None`: unknown).

    What no level states is what ECMA-376 names: leading alignment (17.3.1.13), no indents (17.3.1.12), single lines
    and no space above or below (17.3.1.33).
    """
    contextual = said.get("contextualSpacing", "0")
    line, line_pt = _lines(said)
    first = _first_line(said)
    left, right = _indent(said, "left"), _indent(said, "right")
    turned = truth(said.get("bidi", "0"))
    return ParagraphFormat(
        alignment=_alignment(said, turned=turned),
        line_spacing=line,
        line_pt=line_pt,
        before_pt=_apart(said, "before", contextual, alike=alike_before),
        after_pt=_apart(said, "after", contextual, alike=alike_after),
        left_pt=right if turned else left,
        first_pt=first,
        right_pt=left if turned else right,
    )


def _alignment(said: Mapping[str, str], *, turned: bool) -> Literal["left", "center", "right", "justify"] | None:
    alignment = _ALIGNMENTS.get(said.get("jc", "left"))
    return _TURNED.get(alignment, alignment) if turned else alignment


def _lines(said: Mapping[str, str]) -> tuple[float | None, float | None]:
    text, rule = said.get("spacing/line"), said.get("spacing/lineRule", "auto")
    if text is None:
        return 1.0, None
    if rule == "auto":
        number = integer(text, default=-1)
        return (round(number / _LINE, 4), None) if number > 0 else (None, None)
    length = points(text, _TWIPS)
    return None, length if rule in {"exact", "atLeast"} and length is not None and length >= 0 else None


def _apart(said: Mapping[str, str], side: str, contextual: str, *, alike: bool | None) -> float | None:
    """Space above or below in points; automatic spacing and shares of a line depend on more than the paragraph."""
    if contextual == _UNDECIDED:
        return None
    if truth(contextual):
        if alike is None:
            return None
        if alike:
            return 0.0  # ECMA-376 17.3.1.9
    automatic, lines = said.get(f"spacing/{side}Autospacing", "0"), said.get(f"spacing/{side}Lines", "0")
    if automatic == _UNDECIDED or truth(automatic) or integer(lines, default=1) != 0:
        return None
    return points(said.get(f"spacing/{side}", "0"), _TWIPS)


def _indent(said: Mapping[str, str], side: str) -> float | None:
    """An indent in points; one that is counted in characters depends on the font."""
    if integer(said.get(f"ind/{side}Chars", "0"), default=1) != 0:
        return None
    return points(said.get(f"ind/{side}", "0"), _TWIPS)


def _first_line(said: Mapping[str, str]) -> float | None:
    if any(integer(said.get(f"ind/{name}Chars", "0"), default=1) for name in ("firstLine", "hanging")):
        return None
    hanging, first = said.get("ind/hanging"), said.get("ind/firstLine")
    if hanging:
        length = points(hanging, _TWIPS)
        return None if length is None else -length or 0.0
    return points(first, _TWIPS) if first else 0.0
