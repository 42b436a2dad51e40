"""What a rubric file says at its top: title, threshold, kinds of artifact, references, defaults, variables."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from outcomes.artifact import KINDS_BY_ENDING
from outcomes.errors import RubricError
from outcomes.formats.level_nodes import read_levels_by_id
from outcomes.formats.nodes import Listing, Mapping, Node, Scalar, describe, refuse, refuse_unknown_keys
from outcomes.formats.outline import Header, Points
from outcomes.formats.template import NAME
from outcomes.formats.trees import read_floors, read_tree
from outcomes.formats.yaml_nodes import compose
from outcomes.system import leads_outside
from outcomes.text import clip, did_you_mean, squash

if TYPE_CHECKING:
    from typing import Any

    from outcomes.formats.template import Template

HEADER_KEYS = ("title", "threshold", "applies_to", "references", "defaults", "variables")
TREE_KEYS = ("scoring", "floors", "levels")
KINDS = (
    "docx", "pptx", "xlsx", "pdf", "html", "markdown", "text", "csv", "json", "png", "jpeg", "gif", "webp", "bmp",
    "tiff", "avif", "heic", "svg", "emf", "wmf", "folder",
)  # fmt: skip
"""Kinds of artifact that a rubric may name."""

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_POINTS = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:points?|pts?)?\s*(?:(?:of|out of|/)\s*(\d+(?:\.\d+)?)\s*(?:points?|pts?)?)?"
)
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
DEFAULTS = {"required": bool, "points": float, "withheld": bool, "about": str, "needs": str, "applies_when": str}


def front_matter(template: Template) -> tuple[Header, str]:
    """The header between two lines of `---` at the top, and the text with those lines left empty."""
    text, source = template.text, template.source
    fence = _FENCE.match(text)
    if fence is None:
        return Header(), text
    end = _END.search(text, fence.end())
    if end is None:
        msg = "front matter begins here and never ends; close it with a line `---`"
        raise RubricError(msg, source=source, line=1, column=1)
    node = compose("\n" + text[fence.end() : end.start()], source)
    rest = "\n" * text.count("\n", 0, end.end()) + text[end.end() :]
    if node is None:
        return Header(), rest
    if not isinstance(node, Mapping):
        refuse(node, f"front matter is lines of `key: value`, found {describe(node)}", source)
    refuse_unknown_keys(node, (*HEADER_KEYS, *TREE_KEYS), "the front matter", source)
    return read_header(node, template), rest


def read_header(mapping: Mapping, template: Template) -> Header:
    """What a mapping says about the whole; it may hold other keys too."""
    source = template.source
    given = {key: node for key, node in mapping.fields.items() if not _is_null(node)}
    title, threshold, kinds, references, defaults, variables = (given.get(key) for key in HEADER_KEYS)
    tree, floors, levels = (given.get(key) for key in TREE_KEYS)
    if variables is not None:
        template.defaults = _variables(variables, source)
    return Header(
        title=_title(title, source) if title else "",
        threshold=_threshold(threshold, source) if threshold else None,
        threshold_line=threshold.line if threshold else None,
        applies_to=_kinds(kinds, source) if kinds else (),
        references=_references(references, template) if references else (),
        defaults=_defaults(defaults, source) if defaults else {},
        levels=read_levels_by_id(levels, source) if levels else {},
        tree=lambda criteria: read_tree(tree, criteria, source) if tree else None,
        floors=lambda criteria: read_floors(floors, criteria, source) if floors else (),
    )


def _variables(node: Node, source: str) -> dict[str, str]:
    if not isinstance(node, Mapping):
        refuse(node, f"variables is a mapping of names and values, found {describe(node)}", source)
    for name, key in node.keys.items():
        value = node.fields[name]
        if not NAME.fullmatch(name):
            refuse(key, f"a variable is named by letters, digits, - and _, found {name!r}", source)
        if not isinstance(value, Scalar) or value.value is None:
            refuse(value, f"the value of a variable is text, found {describe(value)}", source)
    return {name: node.fields[name].text for name in node.keys}  # type: ignore[union-attr]  # scalars, as just seen


def _references(node: Node, template: Template) -> tuple[str, ...]:
    nodes = node.items if isinstance(node, Listing) else [node]
    return tuple(dict.fromkeys(_reference(item, template) for item in nodes))


def _reference(node: Node, template: Template) -> str:
    """A path as it is hashed: POSIX, relative to the rubric's own file, beside or below it."""
    if not isinstance(node, Scalar) or not squash(node.text):
        refuse(node, f"references is a list of files, found {describe(node)}", template.source)
    path = template.filled(node.text.strip()).replace("\\", "/")
    found = f"found {clip(path, 60)!r}"
    if _LINK.match(path):
        refuse(node, f"a reference is a file, {found}; save what is there beside the rubric", template.source)
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).drive:
        refuse(node, f"a reference is a path beside the rubric, {found}; make it relative", template.source)
    if leads_outside(path):
        refuse(node, f"a reference stays beside or below the rubric, {found}; move the file there", template.source)
    return str(PurePosixPath(path))


def _defaults(node: Node, source: str) -> dict[str, Any]:
    if not isinstance(node, Mapping):
        refuse(node, f"defaults is a mapping of a criterion's fields, found {describe(node)}", source)
    refuse_unknown_keys(node, tuple(DEFAULTS), "defaults", source)
    return {key: _default(key, value, source) for key, value in node.fields.items() if not _is_null(value)}


def _default(key: str, node: Node, source: str) -> object:
    wanted = DEFAULTS[key]
    value = node.value if isinstance(node, Scalar) else None
    if wanted is bool and isinstance(value, bool):
        return value
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if wanted is str and isinstance(node, Scalar) and squash(node.text):
        return squash(node.text)
    kind = {bool: "true or false", float: "a number", str: "text"}[wanted]
    return refuse(node, f"{key} is {kind}, found {describe(node)}", source)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _title(node: Node, source: str) -> str:
    if not isinstance(node, Scalar):
        refuse(node, f"title is text, found {describe(node)}", source)
    return squash(node.text)


def _threshold(node: Node, source: str) -> float | Points:
    points = _POINTS.fullmatch(node.value.strip()) if isinstance(node, Scalar) and isinstance(node.value, str) else None
    if points is not None:
        return Points(float(points.group(1)), float(points.group(2)) if points.group(2) else None)
    share = _share(node)
    if share is not None and 0 < share <= 1:
        return share
    percent = f"; for {share:g} percent write `{share:g} %`" if share is not None and 1 < share <= 100 else ""
    expected = "a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`)"
    return refuse(node, f"threshold is {expected}, found {describe(node)}{percent}", source)


def _share(node: Node) -> float | None:
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    if isinstance(node.value, str):
        percent = _PERCENT.fullmatch(node.value.strip())
        return float(percent.group(1)) / 100 if percent else None
    return node.value


def _kinds(node: Node, source: str) -> tuple[str, ...]:
    nodes = node.items if isinstance(node, Listing) else [node]
    return tuple(dict.fromkeys(_kind(item, source) for item in nodes))


def _kind(node: Node, source: str) -> str:
    if not isinstance(node, Scalar):
        refuse(node, f"applies_to is a list of kinds such as [docx, pptx], found {describe(node)}", source)
    ending = node.text.lower().removeprefix(".")
    kind = KINDS_BY_ENDING.get(ending, ending)
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        refuse(node, f"unknown kind {node.text!r}.{hint} Kinds: {', '.join(KINDS)}", source)
    return kind
