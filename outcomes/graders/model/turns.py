"""How a question goes on when something was looked up for it: what was said so far stays in the endpoint's cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.model import Picture, Question, ToolResult, Turn, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.model import Piece, Reply

_OPENING: Final = 3
"""Turns of a question before anything is looked up; their breakpoints stay where they are."""


def gone_on(question: Question, reply: Reply, results: Sequence[ToolResult]) -> Question:
    """The question with the model's turn and what was looked up, behind which the one moving breakpoint now stands.

    An endpoint takes four breakpoints: behind the references, the artifact, its pictures, and here.
    """
    before, later = question.turns[:_OPENING], question.turns[_OPENING:]
    *first, last = results
    spoken = Turn("assistant", reply.spoken or reply.tool_uses)
    answered = Turn("user", (*first, _marked(last, cached=True)))
    turns = (*before, *map(_unmarked, later), spoken, answered)
    return Question(question.system, turns, question.schema, question.tools, question.max_output_tokens, question.nonce)


def _unmarked(turn: Turn) -> Turn:
    return Turn(turn.role, tuple(_plain(piece) for piece in turn.pieces))


def _plain(piece: Piece) -> Piece:
    return _marked(piece, cached=False) if isinstance(piece, ToolResult) else piece


def _marked(result: ToolResult, *, cached: bool) -> ToolResult:
    *first, last = result.content
    marked: Words | Picture = replace(last, cached=cached)
    return replace(result, content=(*first, marked))
