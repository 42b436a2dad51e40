"""`Rubric` -> markdown that reads back as the same rubric."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.formats.levels import level_line
from outcomes.formats.markdown import read_markdown, read_outline
from outcomes.formats.outline import Item, Section, section_name
from outcomes.formats.prose import is_rule
from outcomes.formats.titles import explains, meaning
from outcomes.formats.yaml_writer import header_lines, level_lines, tree_lines
from outcomes.rubric import criterion_id
from outcomes.scoring import Leaf, Weighted, leaves
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from outcomes.rubric import Criterion, Rubric
    from outcomes.scoring import Node

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_MISREAD = re.compile(r"[(\[]\s*[\d.]+\s*%\s*[)\]]|\]\(#")
_DEEPEST = 5
"""Levels of headings below the title."""


def write_markdown(rubric: Rubric) -> str:
    """Write title, headings and items with their marks; texts come out on one line.

    Weights of sections stand in their headings where the scoring tree has the shape of the headings. Any other tree,
    floors, and levels with labels that markdown would misread stand in the front matter.
    """
    weights = _section_weights(rubric)
    if weights is not None:
        text = _written(rubric, weights, scoring=False)
        if rubric.scoring is None or (weights and read_markdown(text, "").scoring == rubric.scoring):
            return text
    return _written(rubric, {}, scoring=True)


def _written(rubric: Rubric, weights: dict[tuple[str, ...], float], *, scoring: bool) -> str:
    title = squash(rubric.title)
    body: list[str] = []
    apart: dict[str, Sequence[Mapping[str, object]]] = {}
    path: tuple[str, ...] = ()
    for criterion in rubric.criteria:
        section = _path(criterion)
        body += _headings(section, path, weights)
        weighted = any(section[: depth + 1] in weights for depth in range(len(section)))
        body += _lines(criterion, section, apart, weighted=weighted)
        path = section
    top = [*header_lines(rubric), *tree_lines(rubric, scoring=scoring), *level_lines(apart)]
    lines = ["---", *top, "---", ""] if top else []
    lines += [f"# {_exact(title, _is_title)}", ""] if title else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, *body, ""])).lstrip("\n")


def _section_weights(rubric: Rubric) -> dict[tuple[str, ...], float] | None:
    """The weight of each section, where that may be all that the tree says; `None` where it says more."""
    if rubric.scoring is None:
        return {}
    weights: dict[tuple[str, ...], float] = {}
    paths = {criterion.id: _path(criterion) for criterion in rubric.criteria}
    return weights if _shaped(rubric.scoring, (), paths, weights) else None


def _shaped(
    node: Node, above: tuple[str, ...], paths: dict[str, tuple[str, ...]], weights: dict[tuple[str, ...], float]
) -> bool:
    """Collect the weights of the sections below a node; false when it is no mean over sections and criteria."""
    if not isinstance(node, Weighted):
        return isinstance(node, Leaf)
    for branch in node.children:
        if isinstance(branch.node, Leaf):
            continue
        below = [paths[leaf.criterion_id] for leaf in leaves(branch.node)]
        path = below[0][: len(above) + 1]
        while path in weights and len(path) < len(below[0]):
            path = below[0][: len(path) + 1]
        if path in weights or len(path) <= len(above) or branch.weight <= 0:
            return False
        weights[path] = branch.weight
        if not _shaped(branch.node, path, paths, weights):
            return False
    return True


def _exact(text: str, reads_back: Callable[[str], bool]) -> str:
    """The text as it stands where it reads back as itself, else with every punctuation mark escaped."""
    return text if "{{" not in text and reads_back(text) else _PUNCTUATION.sub(r"\\\1", text)


def _ambiguous(text: str) -> bool:
    """Whether an item could be taken for something else beside others: a level, a share, a rule, a link."""
    return level_line(text) is not None or is_rule(text) or _MISREAD.search(text) is not None


def _items(markdown: str) -> list[tuple[str, dict[str, Any]]]:
    """Words and marks of every item that markdown reads as; none when it reads as anything else."""
    try:
        outline, _ = read_outline(markdown, "")
    except RubricError:
        return []
    return [(item.text, item.fields) for item in outline.members if isinstance(item, Item)]


def _lines(
    criterion: Criterion,
    section: tuple[str, ...],
    apart: dict[str, Sequence[Mapping[str, object]]],
    *,
    weighted: bool,
) -> list[str]:
    """An item, and its levels below it; levels that do not read back are put `apart`."""
    text = squash(criterion.text)
    marks = _marks(criterion, section, weighted=weighted)
    wanted = [(text, fields) for _, fields in _items(f"- x{marks}")]
    misread = _ambiguous(text) or (criterion.levels and text.endswith((":", " ")))
    item = f"- {_exact(text, lambda words: not misread and _items(f'- {words}{marks}') == wanted)}{marks}"
    if not criterion.levels:
        return [item]
    levels = [level.model_dump() for level in criterion.levels]
    below = [
        f"  - **{level.label}** (credit: {level.credit!r}): {squash(level.text)}".rstrip(": ")
        for level in criterion.levels
    ]
    if "{{" not in "".join(below) and [fields.get("levels") for _, fields in _items("\n".join([item, *below]))] == [
        levels
    ]:
        return [item, *below]
    apart[criterion.id] = levels
    return [item]


def _is_title(text: str) -> bool:
    return read_outline(f"# {text}", "") == (Section(), text)


def _is_heading(text: str) -> bool:
    try:
        outline, _ = read_outline(f"## {text}", "")
    except RubricError:
        return False
    return [member.title for member in outline.members if isinstance(member, Section)] == [text]


def _marks(criterion: Criterion, section: tuple[str, ...], *, weighted: bool) -> str:
    condition = squash(criterion.applies_when or "")

    def reads_back(words: str) -> bool:
        found = _items(f"- x{_spelled(criterion, section, words, weighted=weighted)}")
        return [(fields.get("applies_when"), fields.get("check")) for _, fields in found] == [
            (condition or None, criterion.check)
        ]

    return _spelled(criterion, section, _exact(condition, reads_back), weighted=weighted)


def _path(criterion: Criterion) -> tuple[str, ...]:
    """The headings above a criterion, the deepest ones joined into one where markdown has no more levels."""
    names = [name for part in criterion.section if (name := section_name(part))]
    shallow, deep = names[: _DEEPEST - 1], names[_DEEPEST - 1 :]
    return (*shallow, section_name(" / ".join(deep))) if deep else tuple(shallow)


def _headings(section: tuple[str, ...], before: tuple[str, ...], weights: dict[tuple[str, ...], float]) -> list[str]:
    """The headings that change; an empty one ends the sections that have no successor."""
    if section == before:
        return []
    shared = 0
    while section[shared : shared + 1] == before[shared : shared + 1] != ():
        shared += 1
    new = [
        f"{'#' * (depth + 2)} {_exact(section[depth], _is_heading)}{_heading_marks(section[: depth + 1], weights)}"
        for depth in range(shared, len(section))
    ]
    return ["", *(new or ["#" * (shared + 2)]), ""]


def _heading_marks(path: tuple[str, ...], weights: dict[tuple[str, ...], float]) -> str:
    """The weight of a section, and that its title is a name and says nothing about what is below it."""
    title = path[-1]
    plain = " (plain)" if meaning(title) or explains(title) or level_line(title) is not None else ""
    return plain + (f" ({weights[path]!r} points)".replace(".0 ", " ") if path in weights else "")


def _spelled(criterion: Criterion, section: tuple[str, ...], condition: str, *, weighted: bool) -> str:
    words = [*_points(criterion, weighted=weighted)]
    words += [word for word in ("withheld", "fault") if getattr(criterion, word)]
    words += [f"cap: {criterion.cap!r}"] if criterion.cap is not None else []
    pairs = [
        *([f"applies when: {condition}"] if condition else []),
        *([f"about: {criterion.about}"] if criterion.about != "visible" else []),
        *([f"needs: {criterion.needs}"] if criterion.needs else []),
        *([f"id: {criterion.id}"] if criterion.id != criterion_id(section, criterion.text) else []),
    ]
    brackets = [", ".join(words), *pairs] if words else pairs
    return "".join(f" ({bracket})" for bracket in brackets) + _check(criterion)


def _points(criterion: Criterion, *, weighted: bool) -> list[str]:
    if criterion.points == 1:
        if weighted:
            return ["required"] if criterion.required else []
        return [] if criterion.required else ["optional"]
    each = " each" if criterion.per_occurrence else ""
    points = f"{criterion.points!r}".removesuffix(".0") + f" points{each}"
    return [points, "required"] if criterion.required else [points]


def _check(criterion: Criterion) -> str:
    if criterion.check is None:
        return ""
    call = f"check: {criterion.check}".replace("{{", "\\u007b{")
    fence = "`" * (max((len(run) for run in re.findall("`+", call)), default=0) + 1)
    return f" {fence}{call}{fence}"
