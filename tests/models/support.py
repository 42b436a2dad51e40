"""A model at an endpoint on loopback in a few lines, and time that does not have to be waited for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from outcomes.grader import Remaining, RunScope
from outcomes.model import Question, Turn, Words
from outcomes.models.abilities import Abilities
from outcomes.models.endpoint import Endpoint
from outcomes.models.sharing import Sharing
from outcomes.models.stack import Plan
from outcomes.testing import ScriptedClock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from outcomes.model import Model, Reply
    from outcomes.testing import FakeEndpoint

KEY: Final = "sk-test-0123456789-planted"
NONCE: Final = "0123456789abcdef"
SCHEMA: Final = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
LONGEST_PAUSE: Final = 60.0


def question(text: str = "Which city?", **more: Any) -> Question:
    """Asks for a city."""
    return Question("Be short.", (Turn("user", (Words(text),)),), SCHEMA, **{"nonce": NONCE, **more})


class HastyClock(ScriptedClock):
    """Pauses of a minute or less are over at once and written down; longer waits never end."""

    def __init__(self) -> None:
        """No pause yet."""
        super().__init__()
        self.pauses: list[float] = []

    def call_later(self, seconds: float, call: Callable[[], None]) -> Any:
        if seconds > LONGEST_PAUSE:
            return super().call_later(seconds, call)
        self.pauses.append(seconds)

        def over() -> None:
            self.pass_time(seconds)
            call()

        return asyncio.get_running_loop().call_soon(over)


def plan(endpoint: FakeEndpoint | str, **more: Any) -> Plan:
    """A model at that endpoint, remembering nothing."""
    clock = more.pop("clock", None) or HastyClock()
    address = endpoint if isinstance(endpoint, str) else endpoint.base_url
    most = more.pop("most_in_flight", 64)
    made = Plan(
        name="claude-sonnet-5",
        endpoint=Endpoint(address, KEY, "OUTCOMES_API_KEY"),
        price=None,
        sharing=Sharing(clock, most),
        abilities=Abilities(None, lambda: 0.0),
        clock=clock,
        way="native",
    )
    return replace(made, **more)


def model(endpoint: FakeEndpoint | str, remaining: Remaining | None = None, **more: Any) -> Model:
    """The whole stack."""
    left = remaining if remaining is not None else Remaining()
    return plan(endpoint, **more).for_run(RunScope(b"secret", lambda: left))


def ask(endpoint: FakeEndpoint, asked: Question | None = None, **more: Any) -> Reply:
    """One question on an event loop of its own."""
    reply: Reply = run(model(endpoint, **more).ask(asked if asked is not None else question()))
    return reply


async def until(condition: Callable[[], object]) -> None:
    """Let the event loop go on until something has happened on the server's thread; it fails if that never comes."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - another thread changes it, and sets no event of this loop's
            await asyncio.sleep(0)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """On an event loop of its own, which has to end without anything left open."""
    return asyncio.run(coroutine)
