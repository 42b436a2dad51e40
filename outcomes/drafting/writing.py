"""A written rubric and what is said about its lines, put together so that only the rubric is read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.text import shown, squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from outcomes.drafting.draft import Draft, Line

_MARKUP: Final = (("-->", "-- >"), ("{{", "{ {"), ("{%", "{ %"))
"""What would end a comment, or be filled in: the words come out of a file."""
_ITEM: Final = re.compile(r"^(\s*)(?=[-*+]\s|\d+[.)]\s)")
ALL: Final = "--all"


def annotated(text: str, draft: Draft, lines: Mapping[str, int], judged: Iterable[str], *, form: str) -> str:
    """The rubric `text` in its `form` (`markdown` or `yaml`) with comments.

    `lines` says on which line of the text each criterion stands, by its id; `judged` are statements for a judge, which
    the author may want to add.
    """
    as_comment, side = (_below, "below") if form == "markdown" else (_above, "above")
    comments = {lines[line.criterion.id]: line.comment for line in draft.lines}
    body = [
        new
        for number, old in enumerate(text.rstrip("\n").split("\n"), 1)
        for new in as_comment(old, comments.get(number))
    ]
    parts = [_head(draft, side), *_foot(draft, judged)]
    if form == "markdown":
        top = next((at for at, line in enumerate(body) if line.startswith("## ")), 0)
        written = [_block(part) for part in parts]
        return "\n".join([*body[:top], written[0], "", *body[top:], *(f"\n{part}" for part in written[1:]), ""])
    first, *rest = ["\n".join(f"# {line}".rstrip() for line in part) for part in parts]
    return "\n".join([body[0], first, *body[1:], *(f"\n{part}" for part in rest), ""])


def _below(line: str, comment: str | None) -> Iterator[str]:
    yield line
    if comment is not None:
        yield f"  <!-- {plain(comment)} -->"


def _above(line: str, comment: str | None) -> Iterator[str]:
    if comment is not None:
        yield f"  # {plain(comment)}"
    yield line


def plain(text: str) -> str:
    """Words out of a file on one line, in which nothing ends a comment or is filled in."""
    safe = shown(squash(text))
    for mark, harmless in _MARKUP:
        safe = safe.replace(mark, harmless)
    return safe


def _head(draft: Draft, side: str) -> list[str]:
    lines = [
        f"Drafted from {plain(draft.name)}, which meets every line; {side} each stands what was measured.",
        "Strike what does not matter, widen what is too narrow, and add what only a judge can decide.",
    ]
    if draft.more:
        left = ", ".join(dict.fromkeys(line.check for line in draft.more))
        lines.append(f"Left out for shortness, and written with {ALL}: {left}.")
    return lines


def _foot(draft: Draft, judged: Iterable[str]) -> Iterator[list[str]]:
    if draft.unmet:
        yield ["The example does not meet:", *_listed(draft.unmet)]
    if draft.undecided:
        yield ["On the example it cannot be decided whether:", *_listed(draft.undecided)]
    statements = [plain(statement) for statement in judged]
    if statements:
        yield [
            "Only a judge can decide what the work says. Put a dash before a line that you mean, and take it out:",
            *statements,
        ]


def _listed(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield plain(f"{line.criterion.text} `check: {line.criterion.check}`")
        yield f"    {plain(line.comment)}"


def _block(lines: Iterable[str]) -> str:
    """A comment of several lines, none of which looks like a list item, since those count for nothing there."""
    return "\n".join(["<!--", *(_ITEM.sub(r"\1· ", line) for line in lines), "-->"])
