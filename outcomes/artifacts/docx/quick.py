"""Blocks of text made quickly: a document has thousands of them, and a call with keywords costs eight times this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block

if TYPE_CHECKING:
    from outcomes.appearance import ParagraphFormat, TextRun
    from outcomes.artifact import BlockKind, Visibility

_USUAL = Block("paragraph", "")
_STYLE = Block._fields.index("style") + 1
_CHILDREN = Block._fields.index("children")
_PARAGRAPH = Block._fields.index("paragraph") + 1
_ROW = Block._fields.index("row")
_HEADER = Block._fields.index("header") + 1
_BEFORE_STYLE = _USUAL[7 : _STYLE - 1]
_TO_CHILDREN = _USUAL[_STYLE:_CHILDREN]
_REST = _USUAL[_PARAGRAPH:]
_TO_CHANGE = _USUAL[5 : Block._fields.index("change")]
_TO_ROW = _USUAL[Block._fields.index("change") + 1 : _ROW]
_AFTER_HEADER = _USUAL[_HEADER:_CHILDREN]


def text_block(
    kind: BlockKind,
    locator: str,
    text: str,
    visibility: Visibility,
    reason: str | None,
    level: int | None,
    label: str | None,
    style: str | None,
    children: tuple[Block, ...],
    runs: tuple[TextRun, ...],
    paragraph: ParagraphFormat | None,
) -> Block:
    """The same as `Block` with these fields named."""
    return tuple.__new__(
        Block,
        (
            kind, locator, text, visibility, reason, level, label, *_BEFORE_STYLE, style, *_TO_CHILDREN,
            children, runs, paragraph, *_REST,
        ),
    )  # fmt: skip


def cell_block(
    locator: str,
    text: str,
    visibility: Visibility,
    reason: str | None,
    row: int,
    column: int,
    column_span: int,
    header: bool,  # noqa: FBT001 - in the order of the block's own fields
    children: tuple[Block, ...],
    runs: tuple[TextRun, ...],
    paragraph: ParagraphFormat | None,
) -> Block:
    """The same as `Block` of kind `cell` with these fields named; one that is deleted is a change."""
    change = "deleted" if reason == "deleted" else None
    return tuple.__new__(
        Block,
        (
            "cell", locator, text, visibility, reason, *_TO_CHANGE, change, *_TO_ROW, row, column, 1, column_span,
            header, *_AFTER_HEADER, children, runs, paragraph, *_REST,
        ),
    )  # fmt: skip
