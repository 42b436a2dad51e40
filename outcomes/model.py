"""The seat of models: one question in, one reply out, whichever endpoint answers.

    Question (system, turns, schema, tools, limits) -> Model.ask -> Reply (object or tool uses, usage, stop reason)

A question is a plain value: the same question has the same bytes, so that it can be cached, stored and counted. What
an endpoint cannot do (schemas, tools, pictures) is the model's to work around, and the reply says what it did.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.usage import Usage

MOST_OUTPUT_TOKENS: Final = 8_192
"""Tokens that a reply may have when nothing is said."""

NO_PICTURES: Final = (
    "the endpoint takes no pictures: names stand in their place, and nothing that is only seen was seen"
)
"""Note of a reply to a question whose pictures nobody looked at."""

Way = Literal["native", "forced_tool", "offered_tool", "prompted"]
"""How an object was got out of an endpoint, best first: its own schema mode, a tool it had to call, a tool it might
call, or JSON that it was asked to write."""
Effort = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text. A cache breakpoint stands behind it when `cached`: up to here, the next question is the same."""

    text: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, such as the image of a page; `label` is what stands for it where pictures cannot be sent."""

    png: bytes = field(repr=False)
    label: str
    tokens: int
    """About what it costs to look at."""
    cached: bool = False


@dataclass(frozen=True, slots=True)
class ToolUse:
    """The model asks for something to be looked up."""

    id: str
    name: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What was looked up: untrusted text goes to a model as this, and as nothing else."""

    tool_use_id: str
    content: tuple[Words | Picture, ...]
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """A block of the endpoint's own, such as a signed thought: sent back unchanged with the turn that it stood in."""

    block: Mapping[str, Any]


Piece = Words | Picture | ToolUse | ToolResult | Opaque


@dataclass(frozen=True, slots=True)
class Turn:
    """One side speaks."""

    role: Literal["user", "assistant"]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that the model may ask for instead of answering."""

    name: str
    description: str
    schema: Mapping[str, Any]
    """JSON Schema of its input."""


@dataclass(frozen=True)
class Question:
    """All that a model is told, and what its answer has to look like."""

    system: str
    turns: tuple[Turn, ...]
    schema: Mapping[str, Any]
    """JSON Schema of the object to answer with: constant for a kind of question, never with text of rubric or artifact
    in it, so that caches hold and nothing private is stored as a grammar."""
    tools: tuple[Tool, ...] = ()
    max_output_tokens: int = MOST_OUTPUT_TOKENS
    nonce: str = ""
    """Hex digits derived from a secret: the answer must repeat them where an endpoint cannot be held to a schema, so
    that an object copied out of an artifact is never taken for the answer."""

    @cached_property
    def sha256(self) -> str:
        """Of everything in it: equal questions have equal hashes."""
        whole = json.dumps(self, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    def with_turns(self, *turns: Turn) -> Question:
        """The same question, gone on with."""
        return Question(self.system, (*self.turns, *turns), self.schema, self.tools, self.max_output_tokens, self.nonce)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Question):
        return [value.system, value.turns, value.schema, value.tools, value.max_output_tokens, value.nonce]
    return [type(value).__name__, *(getattr(value, name) for name in value.__slots__)]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, already validated: an object, or tool uses to be answered first; never both, never neither."""

    value: Mapping[str, Any] | None
    """The object. That it is a JSON object is certain; that it fits the schema is for the asker to check."""
    tool_uses: tuple[ToolUse, ...]
    usage: Usage | None
    """All attempts for this reply together, failed ones included; `None` as soon as one did not say."""
    stop_reason: str
    model: str
    """As the endpoint calls the one that answered."""
    request_id: str | None = None
    way: Way = "native"
    notes: tuple[str, ...] = ()
    """What the endpoint could not do and was done without, in words for people."""
    spoken: tuple[Piece, ...] = ()
    """The model's own turn as it must be sent back when its tool uses are answered."""


class Model(Protocol):
    """Answers questions. Holds no state of a conversation; equal questions may be asked again."""

    @property
    def name(self) -> str:
        """As the endpoint calls it."""

    @property
    def fingerprint(self) -> str:
        """Model and all settings that can change an answer; addresses and keys are none of them."""

    def most(self, question: Question) -> Usage:
        """No `ask` of this uses more: input counted high, output at its limit, all paid attempts included.

        `cost_usd` is `None` where no price is known.
        """

    async def ask(self, question: Question) -> Reply:
        """The reply.

        Raises:
            ProviderError: nothing usable came back; `code` says why, `usage` what it cost all the same.
            BudgetReached: it might not fit what is left, and was not asked.
        """


@runtime_checkable
class Foretelling(Protocol):
    """A model that can say what a question is likely to take, which is much less than the most."""

    def likely(self, question: Question, output_tokens: int, *, again: bool) -> Usage:
        """One request with an answer of so many tokens.

        `again`: its beginning was read shortly before, as that of a second batch or look is.
        """


def likely(model: Model, question: Question, output_tokens: int, *, again: bool) -> Usage:
    """What a question is likely to take; the most, where a model cannot say more than that."""
    if isinstance(model, Foretelling):
        return model.likely(question, output_tokens, again=again)
    return model.most(question)


@runtime_checkable
class Keeping(Protocol):
    """A model that gives a kept reply again, and can be told that one was no answer."""

    @property
    def replies(self) -> tuple[str, ...]:
        """The keys of all that it has given so far."""

    async def disown(self, question: Question) -> None:
        """When this is asked again, after whoever asked has ended, ask anew."""
