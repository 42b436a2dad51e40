"""What a rubric file says at its top: title, threshold and the kinds of artifact it is written for."""

from __future__ import annotations

import re

from outcomes.errors import RubricError
from outcomes.formats.nodes import Listing, Mapping, Node, Scalar, compose, describe, refuse, refuse_unknown_keys
from outcomes.formats.outline import Header
from outcomes.text import did_you_mean, squash

HEADER_KEYS = ("title", "threshold", "applies_to")
KINDS = (
    "docx", "pptx", "xlsx", "pdf", "html", "markdown", "text", "csv", "json", "png", "jpeg", "gif", "webp", "folder",
)  # fmt: skip
"""Kinds of artifact that a rubric may name."""

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def front_matter(text: str, source: str) -> tuple[Header, str]:
    """The header between two lines of `---` at the top, and the text with those lines left empty."""
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
    refuse_unknown_keys(node, HEADER_KEYS, "the front matter", source)
    return read_header(node, source), rest


def read_header(mapping: Mapping, source: str) -> Header:
    """Title, threshold and kinds from a mapping that may hold other keys too."""
    given = {key: node for key, node in mapping.fields.items() if not _is_null(node)}
    title, threshold, kinds = (given.get(key) for key in HEADER_KEYS)
    return Header(
        title=_title(title, source) if title else "",
        threshold=_threshold(threshold, source) if threshold else None,
        applies_to=_kinds(kinds, source) if kinds else (),
    )


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _title(node: Node, source: str) -> str:
    if not isinstance(node, Scalar):
        refuse(node, f"title is text, found {describe(node)}", source)
    return squash(node.text)


def _threshold(node: Node, source: str) -> float:
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
    kind = node.text.lower().removeprefix(".")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        refuse(node, f"unknown kind {node.text!r}.{hint} Kinds: {', '.join(KINDS)}", source)
    return kind
