"""What an endpoint cannot take is sent as words, and the reply says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.model import NO_PICTURES, Picture, ToolResult, ToolUse, Turn, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.model import Piece, Question
    from outcomes.models.abilities import Ability
    from outcomes.models.faults import EndpointError

_OF_PICTURES: Final = re.compile(r"\bimages?\b|vision|multi-?modal|mmproj", re.IGNORECASE)
_OF_TOOLS: Final = re.compile(r"tool_results?\b|tool_uses?\b|\btools?\b|function call", re.IGNORECASE)
_UNABLE: Final = re.compile(
    r"support|capab|mmproj|text.only|not (?:allowed|accepted|enabled|available|permitted)|unknown|unrecogni|no tools",
    re.IGNORECASE,
)
"""Words for what an endpoint cannot do at all; a picture that is only too large says nothing of the next one."""
_OF_CHOICE: Final = re.compile(r"tool.?choice", re.IGNORECASE)
NO_TOOL_RESULTS: Final = "the endpoint takes no tools: nothing can be looked up, and what was stands in the text"


def unable(error: EndpointError, question: Question, ability: Ability) -> Ability | None:
    """What is known after an error that names something in the question; `None` when it names nothing of it."""
    if error.code not in ("bad-request", "overloaded") or not _UNABLE.search(error.said):
        return None
    pieces = list(_all(question))
    if ability.pictures and _OF_PICTURES.search(error.said) and any(isinstance(p, Picture) for p in pieces):
        return replace(ability, pictures=False)
    if error.code == "overloaded" or not ability.tool_results or _OF_CHOICE.search(error.said):
        return None
    if _OF_TOOLS.search(error.said) and _uses_tools(question):
        return replace(ability, tool_results=False)
    return None


def plainer(question: Question, ability: Ability) -> tuple[Question, tuple[str, ...]]:
    """The question as its endpoint can take it, and what was done for that."""
    notes: list[str] = []
    pieces = list(_all(question)) if not (ability.pictures and ability.tool_results) else []
    if not ability.pictures and any(isinstance(piece, Picture) for piece in pieces):
        notes.append(NO_PICTURES)
    if not ability.tool_results and _uses_tools(question):
        notes.append(NO_TOOL_RESULTS)
    if not notes:
        return question, ()
    turns = tuple(
        Turn(turn.role, tuple(plain for piece in turn.pieces for plain in _plain(piece, ability)))
        for turn in question.turns
    )
    tools = question.tools if ability.tool_results else ()
    return replace(question, turns=turns, tools=tools), tuple(notes)


def _uses_tools(question: Question) -> bool:
    return bool(question.tools) or any(isinstance(piece, ToolUse | ToolResult) for piece in _all(question))


def _all(question: Question) -> Iterator[Piece]:
    for turn in question.turns:
        for piece in turn.pieces:
            yield piece
            if isinstance(piece, ToolResult):
                yield from piece.content


def _plain(piece: Piece, ability: Ability) -> Iterator[Piece]:
    if isinstance(piece, Picture) and not ability.pictures:
        yield Words(f"[a picture that cannot be sent: {piece.label}]", cached=piece.cached)
    elif isinstance(piece, ToolUse) and not ability.tool_results:
        yield Words(f"[looked up: {piece.name}]")
    elif isinstance(piece, ToolResult):
        content = tuple(_flat_content(piece, ability))
        if ability.tool_results:
            yield ToolResult(piece.tool_use_id, content, piece.failed)
        else:
            yield from content
    else:
        yield piece


def _flat_content(piece: ToolResult, ability: Ability) -> Iterator[Words | Picture]:
    for part in piece.content:
        if isinstance(part, Picture) and not ability.pictures:
            yield Words(f"[a picture that cannot be sent: {part.label}]", cached=part.cached)
        else:
            yield part
