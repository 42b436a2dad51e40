"""What models cost: an own list with its date, and what a user says instead; an unknown price is `None`, never zero."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.settings import PriceSettings
    from outcomes.usage import Usage

AS_OF: Final = "2026-10-24"
"""When the list below was last compared with https://platform.claude.com/docs/en/about-claude/pricing."""
BATCH: Final = 0.5
"""What the hosted batch service takes, as a share of these prices; nothing here uses it yet."""
_MILLION: Final = 1_000_000
_DATE: Final = re.compile(r"(?:[-@]\d{8}|-latest|\[1m\])+$")


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens."""

    input: float
    output: float
    cache_write_5m: float
    cache_write_1h: float
    cache_read: float
    longer: tuple[int, Price] | None = None
    """Above so many tokens of prompt, cached ones included, the whole request has this price."""

    def cost(self, usage: Usage, *, written_for_an_hour: int = 0) -> float:
        """Dollars for one request; of what it wrote to the cache, so many tokens are kept for an hour."""
        prompt = usage.tokens - usage.output_tokens
        if self.longer is not None and prompt > self.longer[0]:
            return self.longer[1].cost(usage, written_for_an_hour=written_for_an_hour)
        for_an_hour = min(written_for_an_hour, usage.cache_creation_input_tokens)
        return (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + (usage.cache_creation_input_tokens - for_an_hour) * self.cache_write_5m
            + for_an_hour * self.cache_write_1h
            + usage.cache_read_input_tokens * self.cache_read
        ) / _MILLION

    def most(self, prompt_tokens: int, output_tokens: int, *, ttl: str | None) -> float:
        """Dollars for one request at the worst: everything new, and written to the cache if anything is (`ttl`)."""
        price = self.longer[1] if self.longer is not None and prompt_tokens > self.longer[0] else self
        written = {None: 0.0, "5m": price.cache_write_5m, "1h": price.cache_write_1h}[ttl]
        return (prompt_tokens * max(price.input, written) + output_tokens * price.output) / _MILLION


def _hosted(input_price: float, output: float, *, read: float = 0.1, longer: tuple[int, Price] | None = None) -> Price:
    """Cache writes cost 1.25 and 2 times the input everywhere; reads differ."""
    return Price(input_price, output, input_price * 1.25, input_price * 2, input_price * read, longer)


_OPUS: Final = _hosted(5, 25)
_SONNET: Final = _hosted(3, 15)
FAMILIES: Final[Mapping[str, Price]] = {
    "claude-fable-5-1": _hosted(10, 50, read=0.025),
    "claude-fable-5": _hosted(10, 50),
    "claude-mythos-5-1": _hosted(10, 50, read=0.025),
    "claude-mythos-5": _hosted(10, 50),
    "claude-opus-5-5": _hosted(4, 20, read=0.05),
    "claude-opus-5": _OPUS,
    "claude-opus-4-8": _OPUS,
    "claude-opus-4-7": _OPUS,
    "claude-opus-4-6": _OPUS,
    "claude-opus-4-5": _OPUS,
    "claude-opus-4-1": _hosted(15, 75),
    "claude-sonnet-5-5": _hosted(2, 10, read=0.05),
    "claude-sonnet-5": _hosted(2, 10),
    "claude-sonnet-4-6": _SONNET,
    "claude-sonnet-4-5": _SONNET,
    "claude-haiku-5-5": _hosted(0.1, 0.5, longer=(100_000, _hosted(0.5, 2.5))),
    "claude-haiku-4-5": _hosted(1, 5),
}
"""The vendor's models by name without a date; nothing that has no line here has a price."""


def find_price(model: str, own: Mapping[str, PriceSettings], *, hosted: bool) -> Price | None:
    """A model's price: the user's, by the exact name or the name without a date; the list's, at the hosted endpoint."""
    family = _DATE.sub("", model)
    for name in (model, family):
        if name in own:
            return _own(own[name])
    return FAMILIES.get(family) if hosted else None


def _own(given: PriceSettings) -> Price:
    return Price(
        given.input,
        given.output,
        given.input * 1.25 if given.cache_write_5m is None else given.cache_write_5m,
        given.input * 2 if given.cache_write_1h is None else given.cache_write_1h,
        given.input if given.cache_read is None else given.cache_read,
    )


def plus(one: Usage | None, other: Usage | None) -> Usage | None:
    """Both together; unknown as soon as one is."""
    if one is FREE:
        return other
    return None if one is None or other is None else one + other
