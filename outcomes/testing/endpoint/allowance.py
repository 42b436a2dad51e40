"""Limits on requests and tokens a minute, and the headers that tell a client what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from outcomes.testing.endpoint.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from outcomes.clock import Clock
    from outcomes.testing.endpoint.http import Headers

MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What an organisation may use in a minute. What is read from the cache does not count as input."""

    requests: int = 1_000_000
    input_tokens: int = 1_000_000_000
    output_tokens: int = 1_000_000_000


class Allowance:
    """What is left of the running minute; the next begins when this one is over and something comes."""

    def __init__(self, limit: RateLimit, clock: Clock) -> None:
        """Nothing is used yet."""
        self._limit = limit
        self._clock = clock
        self._began = clock.monotonic()
        self._used = {"requests": 0, "input_tokens": 0, "output_tokens": 0}

    def take(self, input_tokens: int) -> None:
        """One request with so many tokens to read; `Refusal` (429, with `retry-after`) when it does not fit."""
        if self._clock.monotonic() - self._began >= MINUTE:
            self._began = self._clock.monotonic()
            self._used = dict.fromkeys(self._used, 0)
        wanted = {"requests": 1, "input_tokens": input_tokens, "output_tokens": 0}
        for name, amount in wanted.items():
            if self._used[name] + amount > getattr(self._limit, name):
                said = f"This request would exceed the rate limit of {getattr(self._limit, name):,} {name} per minute"
                retry = ("retry-after", str(max(1, -int(-self._left // 1))))
                raise Refusal(429, said.replace("_", " "), headers=(retry, *self.headers()))
        for name, amount in wanted.items():
            self._used[name] += amount

    def spend(self, output_tokens: int) -> None:
        """What was written."""
        self._used["output_tokens"] += output_tokens

    @property
    def _left(self) -> float:
        return max(0.0, MINUTE - (self._clock.monotonic() - self._began))

    def headers(self) -> Headers:
        """`anthropic-ratelimit-{requests,input-tokens,output-tokens}-{limit,remaining,reset}`."""
        reset = _rfc3339(self._clock.now() + timedelta(seconds=self._left))
        found: list[tuple[str, str]] = []
        for name, used in self._used.items():
            prefix, limit = f"anthropic-ratelimit-{name.replace('_', '-')}", getattr(self._limit, name)
            found += [
                (f"{prefix}-limit", str(limit)),
                (f"{prefix}-remaining", str(max(0, limit - used))),
                (f"{prefix}-reset", reset),
            ]
        return tuple(found)


def _rfc3339(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
