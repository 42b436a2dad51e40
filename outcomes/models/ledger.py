"""Nothing is paid for twice: a reply is kept before it is acted upon, and given again when the same is asked.

The key is the hash of the whole question and of the model that answers: a run asks the same question twice only when
it goes on after a crash, or is shown the very same artifact again. What is kept is the reply as it was validated. One
that turned out to be no answer is disowned: a run that ended by it could otherwise never go on.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outcomes.model import Opaque, Picture, Reply, ToolUse, Words
from outcomes.models.layer import Layer
from outcomes.models.prices import plus
from outcomes.usage import FREE, Usage

if TYPE_CHECKING:
    from outcomes.grader import Ledger
    from outcomes.model import Model, Piece, Question

_FORM = 1


class LedgerModel(Layer):
    """A model that asks the one inside only what the run has no reply to."""

    def __init__(self, inner: Model, ledger: Ledger, told: frozenset[str] = frozenset()) -> None:
        """`ledger` is that of one run; `told` are keys of replies whose cost its journal has told already."""
        super().__init__(inner)
        self._ledger = ledger
        self._told = told
        self._given: set[str] = set()

    @property
    def replies(self) -> tuple[str, ...]:
        """The keys of all that was given by this process."""
        return tuple(sorted(self._given))

    async def ask(self, question: Question) -> Reply:
        """The kept reply, or a new one, which is kept first.

        What a kept reply cost is counted once by whoever goes on with the run, unless whoever paid for it got as far as
        saying so.

        Raises:
            StoreError: the ledger cannot be read or written.
            ProviderError: what the inner one raises.
            BudgetReached: what the inner one raises.
        """
        key, kept, disowned = await self._kept(question)
        before: Usage | None = FREE
        for name, data in disowned:
            before = plus(before, self._cost_of(name, from_json(data)))
        if kept is not None:
            reply = from_json(kept)
            return replace(reply, usage=plus(before, self._cost_of(key, reply)))
        reply = await self._inner.ask(question)
        self._given.add(key)  # first: whoever gives up while it is being kept counts what it may have cost
        await self._ledger.remember(key, to_json(reply))
        return reply if before is FREE else replace(reply, usage=plus(before, reply.usage))

    def _cost_of(self, key: str, reply: Reply) -> Usage | None:
        """What a kept reply cost, the first time that it is given."""
        counted = key in self._given or key in self._told
        self._given.add(key)
        return FREE if counted else reply.usage

    async def disown(self, question: Question) -> None:
        """Ask this anew in whatever goes on with the run.

        Raises:
            StoreError: the ledger cannot be read or written.
        """
        key, kept, _ = await self._kept(question)
        if kept is not None:
            await self._ledger.remember(_after(key, "disowned"), b"{}")

    async def _kept(self, question: Question) -> tuple[str, bytes | None, list[tuple[str, bytes]]]:
        """The key of the last reply to a question that was not disowned, that reply if there is one, and the others."""
        key = hashlib.sha256(f"{self.fingerprint}\0{question.sha256}".encode()).hexdigest()
        kept = await self._ledger.recall(key)
        disowned = []
        while kept is not None and await self._ledger.recall(_after(key, "disowned")) is not None:
            disowned.append((key, kept))
            key = _after(key, "again")
            kept = await self._ledger.recall(key)
        return key, kept, disowned


def _after(key: str, what: str) -> str:
    return hashlib.sha256(f"{key}\0{what}".encode()).hexdigest()


def to_json(reply: Reply) -> bytes:
    """A reply as JSON."""
    document = {
        "form": _FORM,
        "value": reply.value,
        "tool_uses": [_piece(use) for use in reply.tool_uses],
        "usage": reply.usage.model_dump() if reply.usage is not None else None,
        "stop_reason": reply.stop_reason,
        "model": reply.model,
        "request_id": reply.request_id,
        "way": reply.way,
        "notes": list(reply.notes),
        "spoken": [_piece(piece) for piece in reply.spoken],
    }
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()


def from_json(data: bytes) -> Reply:
    """The reply again."""
    document = json.loads(data)
    uses = tuple(piece for piece in map(_from_piece, document["tool_uses"]) if isinstance(piece, ToolUse))
    return Reply(
        value=document["value"],
        tool_uses=uses,
        usage=Usage.model_validate(document["usage"]) if document["usage"] is not None else None,
        stop_reason=document["stop_reason"],
        model=document["model"],
        request_id=document["request_id"],
        way=document["way"],
        notes=tuple(document["notes"]),
        spoken=tuple(map(_from_piece, document["spoken"])),
    )


def _piece(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, Words):
        return {"words": piece.text}
    if isinstance(piece, ToolUse):
        return {"use": piece.id, "name": piece.name, "input": dict(piece.input)}
    if isinstance(piece, Opaque):
        return {"opaque": dict(piece.block)}
    if isinstance(piece, Picture):
        return {"png": b64encode(piece.png).decode("ascii"), "label": piece.label, "tokens": piece.tokens}
    msg = f"a model does not speak {type(piece).__name__}"
    raise TypeError(msg)


def _from_piece(document: dict[str, Any]) -> Piece:
    if "words" in document:
        return Words(document["words"])
    if "use" in document:
        return ToolUse(document["use"], document["name"], document["input"])
    if "png" in document:
        return Picture(b64decode(document["png"]), document["label"], document["tokens"])
    return Opaque(document["opaque"])
