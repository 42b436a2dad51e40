"""How many tokens a question is likely to take, and can take at the most, without asking anybody."""

from __future__ import annotations

import json
import string
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from outcomes.identity import Same
from outcomes.model import Opaque, Picture, ToolResult, ToolUse, Words
from outcomes.text import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from outcomes.model import Piece, Question

PER_PIECE: Final = 12
"""Tokens around a piece or a tool: role, type and names."""
AROUND: Final = 600
"""Tokens that an endpoint adds of its own for tools and schemas; the vendor's pages say 290 to 530."""
_PLAIN: Final = (string.ascii_letters + " ").encode()
_LETTERS_PER_TOKEN: Final = 2.5


def most_tokens(text: str) -> int:
    """More than a text takes: 2.5 Latin letters, or one byte of anything else, to a token.

    Tokenisers of today take 3 to 4.5 letters of English prose; digits, marks and other scripts take at most a token
    for each of their bytes, since they are made from bytes.
    """
    written = text.encode("utf-8", "replace")
    others = len(written.translate(None, _PLAIN))
    return int((len(written) - others) / _LETTERS_PER_TOKEN) + others + 1


def most_prompt_tokens(question: Question) -> int:
    """More than a question takes, with its tools and schema."""
    pieces = [piece for turn in question.turns for piece in turn.pieces]
    before = _before_turns(question.system, Same(question.schema), Same(question.tools), most_tokens)
    return before + sum(count + PER_PIECE for piece in pieces for count in _counts(piece, most_tokens))


def likely_prompt_tokens(question: Question) -> tuple[int, int]:
    """About what a question takes: up to the last piece that asks to be kept, and behind it."""
    pieces = [piece for turn in question.turns for piece in turn.pieces]
    counts = [sum(count + PER_PIECE for count in _counts(piece, _about)) for piece in pieces]
    before = _before_turns(question.system, Same(question.schema), Same(question.tools), _about)
    last = max((number for number, piece in enumerate(pieces, 1) if _asks_to_be_kept(piece)), default=0)
    if not last:
        return 0, before + sum(counts)
    return before + sum(counts[:last]), sum(counts[last:])


def _about(text: str) -> int:
    return tokens((text,))


@lru_cache(maxsize=16)
def _before_turns(system: str, schema: Same, tools: Same, count: Callable[[str], int]) -> int:
    """What stands before the turns: the same objects in question after question."""
    told = sum(
        count(f"{tool.name} {tool.description}") + count(_compact(tool.schema)) + PER_PIECE for tool in tools.value
    )
    return count(system) + count(_compact(schema.value)) + AROUND + told


def is_cached(question: Question) -> bool:
    """Whether anything in it asks to be kept."""
    return any(_asks_to_be_kept(piece) for turn in question.turns for piece in turn.pieces)


def _asks_to_be_kept(piece: Piece) -> bool:
    parts = piece.content if isinstance(piece, ToolResult) else (piece,)
    return any(getattr(part, "cached", False) for part in parts)


def _counts(piece: Piece, count: Callable[[str], int]) -> Iterator[int]:
    if isinstance(piece, Words):
        yield count(piece.text)
    elif isinstance(piece, Picture):
        yield max(piece.tokens, count(piece.label))
    elif isinstance(piece, ToolUse):
        yield count(piece.name) + count(_compact(piece.input))
    elif isinstance(piece, Opaque):
        yield count(_compact(piece.block))
    else:
        for part in piece.content:
            yield from _counts(part, count)
        yield PER_PIECE


def _compact(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)
