"""`Rubric` -> markdown that reads back with the same ids, texts, points and marks.

Levels and a scoring tree have no markdown form and are left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.formats.markdown import read_outline
from outcomes.formats.outline import Item, Section, section_name
from outcomes.rubric import criterion_id
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.rubric import Criterion, Rubric

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_DEEPEST = 5
"""Levels of headings below the title."""


def write_markdown(rubric: Rubric) -> str:
    """Write title, headings and items with their marks; texts come out on one line."""
    title = squash(rubric.title)
    lines = [*_front_matter(rubric), *([f"# {_exact(title, _is_title)}", ""] if title else [])]
    path: tuple[str, ...] = ()
    for criterion in rubric.criteria:
        section = _path(criterion)
        lines += _headings(section, path)
        lines.append(_line(criterion, section))
        path = section
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, ""])).lstrip("\n")


def _exact(text: str, reads_back: Callable[[str], bool]) -> str:
    """The text as it stands where it reads back as itself, else with every punctuation mark escaped."""
    return text if reads_back(text) else _PUNCTUATION.sub(r"\\\1", text)


def _items(markdown: str) -> list[tuple[str, dict[str, Any]]]:
    """Words and marks of every item that markdown reads as; none when it reads as anything else."""
    try:
        outline, _ = read_outline(markdown, "")
    except RubricError:
        return []
    return [(item.text, item.fields) for item in outline.members if isinstance(item, Item)]


def _line(criterion: Criterion, section: tuple[str, ...]) -> str:
    text = squash(criterion.text)
    marks = _marks(criterion, section)
    wanted = [(text, fields) for _, fields in _items(f"- x{marks}")]
    return f"- {_exact(text, lambda words: _items(f'- {words}{marks}') == wanted)}{marks}"


def _is_title(text: str) -> bool:
    return read_outline(f"# {text}", "") == (Section(), text)


def _is_heading(text: str) -> bool:
    try:
        outline, _ = read_outline(f"## {text}", "")
    except RubricError:
        return False
    return outline.members == [Section(text)]


def _marks(criterion: Criterion, section: tuple[str, ...]) -> str:
    condition = squash(criterion.applies_when or "")

    def reads_back(words: str) -> bool:
        found = _items(f"- x{_spelled(criterion, section, words)}")
        return [(fields.get("applies_when"), fields.get("check")) for _, fields in found] == [
            (condition or None, criterion.check)
        ]

    return _spelled(criterion, section, _exact(condition, reads_back))


def _front_matter(rubric: Rubric) -> list[str]:
    threshold = [] if rubric.threshold is None else [f"threshold: {rubric.threshold!r}"]
    kinds = [f"applies_to: {json.dumps(rubric.applies_to)}"] if rubric.applies_to else []
    return ["---", *threshold, *kinds, "---", ""] if threshold or kinds else []


def _path(criterion: Criterion) -> tuple[str, ...]:
    """The headings above a criterion, the deepest ones joined into one where markdown has no more levels."""
    names = [name for part in criterion.section if (name := section_name(part))]
    shallow, deep = names[: _DEEPEST - 1], names[_DEEPEST - 1 :]
    return (*shallow, section_name(" / ".join(deep))) if deep else tuple(shallow)


def _headings(section: tuple[str, ...], before: tuple[str, ...]) -> list[str]:
    """The headings that change; an empty one ends the sections that have no successor."""
    if section == before:
        return []
    shared = 0
    while section[shared : shared + 1] == before[shared : shared + 1] != ():
        shared += 1
    new = [f"{'#' * (shared + 2 + depth)} {_exact(name, _is_heading)}" for depth, name in enumerate(section[shared:])]
    return ["", *(new or ["#" * (shared + 2)]), ""]


def _spelled(criterion: Criterion, section: tuple[str, ...], condition: str) -> str:
    words = [*_points(criterion), *(["withheld"] if criterion.withheld else [])]
    pairs = [
        *([f"applies when: {condition}"] if condition else []),
        *(["about: hidden"] if criterion.about == "hidden" else []),
        *([f"needs: {criterion.needs}"] if criterion.needs else []),
        *([f"id: {criterion.id}"] if criterion.id != criterion_id(section, criterion.text) else []),
    ]
    brackets = [", ".join(words), *pairs] if words else pairs
    return "".join(f" ({bracket})" for bracket in brackets) + _check(criterion)


def _points(criterion: Criterion) -> list[str]:
    if criterion.points == 1:
        return [] if criterion.required else ["optional"]
    each = " each" if criterion.per_occurrence else ""
    points = f"{criterion.points!r}".removesuffix(".0") + f" points{each}"
    return [points, "required"] if criterion.required else [points]


def _check(criterion: Criterion) -> str:
    if criterion.check is None:
        return ""
    call = f"check: {criterion.check}"
    fence = "`" * (max((len(run) for run in re.findall("`+", call)), default=0) + 1)
    return f" {fence}{call}{fence}"
