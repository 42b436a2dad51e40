"""The prompt cache: what of a request was seen before, counted from its own bytes.

A request is a row of units in the order in which the API reads them: tools, system blocks, content blocks. Each unit
has a hash of everything up to it, so that a prefix is found if and only if it is the same in every byte. What else
breaks a cache is hashed in: the model and the schema to answer in before everything; `tool_choice`, thinking, effort
and the number of pictures before the messages.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outcomes.testing.endpoint.breakpoints import time_to_live
from outcomes.testing.endpoint.conversation import content_blocks, every_block
from outcomes.testing.endpoint.tokens import TOKENS_FOR_TOOLS, TOKENS_PER_MESSAGE, block_tokens, json_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from outcomes.testing.endpoint.families import Family

LOOK_BACK: Final = 20
"""Units that are looked at for each breakpoint, its own included."""
SECONDS: Final = {"5m": 300.0, "1h": 3600.0}


class Unit(NamedTuple):
    """One step of a prefix: the hash and the tokens of everything up to here, and whether a breakpoint stands here."""

    prefix: bytes
    tokens: int
    ttl: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What one request reads from the cache and writes into it, in tokens."""

    total: int
    read: int = 0
    written_5m: int = 0
    written_1h: int = 0
    entries: tuple[tuple[bytes, str], ...] = ()
    """What is there for others as soon as this request's response begins."""

    @property
    def fresh(self) -> int:
        """What is neither read nor written: the API's `input_tokens`."""
        return self.total - self.read - self.written_5m - self.written_1h

    def usage(self) -> dict[str, Any]:
        """As a message says it."""
        return {
            "input_tokens": self.fresh,
            "cache_creation_input_tokens": self.written_5m + self.written_1h,
            "cache_read_input_tokens": self.read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.written_5m,
                "ephemeral_1h_input_tokens": self.written_1h,
            },
        }


class PromptCache:
    """Prefixes that were begun to be answered, each until its time is up."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic` gives seconds that only ever grow."""
        self._monotonic = monotonic
        self._until: dict[bytes, float] = {}

    def plan(self, body: Mapping[str, Any], model: Family) -> Plan:
        """What this request would read and write now. Nothing is there yet for others: see `begin`."""
        row = list(units(body, model))
        total = row[-1].tokens
        marked = [place for place, unit in enumerate(row) if unit.ttl and unit.tokens >= model.shortest_cached]
        hit = max((self._hit(row, place) for place in marked), default=-1)
        read = row[hit].tokens if hit >= 0 else 0
        hour = max((row[place].tokens for place in marked if row[place].ttl == "1h" and place > hit), default=read)
        last = max((row[place].tokens for place in marked if place > hit), default=hour)
        entries = tuple((row[place].prefix, row[place].ttl or "5m") for place in marked)
        if hit >= 0:
            entries += ((row[hit].prefix, "5m"),)
        return Plan(total, read, max(last - hour, 0), hour - read, entries)

    def begin(self, plan: Plan) -> None:
        """The response begins: from now on, others find what this request wrote; what it read lives on."""
        now = self._monotonic()
        for prefix, ttl in plan.entries:
            self._until[prefix] = max(self._until.get(prefix, 0.0), now + SECONDS[ttl])

    def _hit(self, row: Sequence[Unit], place: int) -> int:
        """The nearest place at or before a breakpoint that was written and still lives; -1 if there is none."""
        now = self._monotonic()
        for at in range(place, max(place - LOOK_BACK, -1), -1):
            if self._until.get(row[at].prefix, now) > now:
                return at
        return -1


def units(body: Mapping[str, Any], model: Family) -> Iterator[Unit]:
    """All steps of a request's prefix; there is at least one."""
    wanted = (body.get("output_config") or {}).get("format")
    tools, system = body.get("tools") or (), body.get("system") or ()
    running = _Running([body["model"], wanted], json_tokens(wanted) if wanted else 0)
    running.tokens += TOKENS_FOR_TOOLS if tools else 0
    for tool in tools:
        yield running.step("tool", tool, json_tokens(_bare(tool)))
    for block in content_blocks(system):
        yield running.step("system", block, block_tokens(block, model))
    running.mix([body.get("tool_choice"), body.get("thinking"), _effort(body), _pictures(body)])
    last = _last_place(body)
    for index, message in enumerate(body["messages"]):
        running.tokens += TOKENS_PER_MESSAGE
        for position, block in enumerate(content_blocks(message["content"])):
            automatic = body.get("cache_control") if (index, position) == last else None
            yield running.step(message["role"], block, block_tokens(block, model), automatic)


class _Running:
    """The hash and the tokens so far."""

    def __init__(self, root: object, tokens: int) -> None:
        self._hash = hashlib.sha256()
        self.tokens = tokens
        self.mix(root)

    def mix(self, value: object) -> None:
        self._hash.update(json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n")

    def step(self, kind: str, block: Mapping[str, Any], tokens: int, automatic: object = None) -> Unit:
        self.mix([kind, _bare(block)])
        self.tokens += tokens
        mark = block.get("cache_control") or automatic
        return Unit(self._hash.digest(), self.tokens, time_to_live(mark) if mark else None)


def _bare(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in block.items() if key != "cache_control"}


def _effort(body: Mapping[str, Any]) -> object:
    return (body.get("output_config") or {}).get("effort")


def _pictures(body: Mapping[str, Any]) -> int:
    return sum(block["type"] == "image" for block in every_block(body))


def _last_place(body: Mapping[str, Any]) -> tuple[int, int]:
    """Of the last block that can be cached."""
    for index in range(len(body["messages"]) - 1, -1, -1):
        blocks = content_blocks(body["messages"][index]["content"])
        for position in range(len(blocks) - 1, -1, -1):
            if blocks[position]["type"] not in {"thinking", "redacted_thinking"}:
                return index, position
    return -1, -1
