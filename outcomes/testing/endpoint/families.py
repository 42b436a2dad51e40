"""What differs between hosted models: context, output, the shortest prefix that is cached, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Family:
    """Facts of November 2026 from the platform's documentation; sizes are tokens."""

    shortest_cached: int
    """A prefix below this is not cached, and nothing says so."""
    context: int = 1_000_000
    most_output: int = 128_000
    image_tokens: int = 4_784
    """The most that one picture counts."""
    pictures: int = 600
    """In one request."""
    prefill: bool = False
    """Whether the last turn may be the assistant's."""
    sampling: bool = False
    """Whether `temperature`, `top_p` and `top_k` may be anything but their defaults."""
    manual_thinking: bool = False
    """Whether thinking may be given a budget."""


_EARLIER: Final = {"context": 200_000, "most_output": 64_000, "image_tokens": 1_600, "pictures": 100}

FAMILIES: Final[dict[str, Family]] = {
    "claude-opus-4-5": Family(4_096, **_EARLIER, prefill=True, sampling=True, manual_thinking=True),
    "claude-sonnet-4-5": Family(1_024, **_EARLIER, prefill=True, sampling=True, manual_thinking=True),
    "claude-haiku-4-5": Family(4_096, **_EARLIER, prefill=True, sampling=True, manual_thinking=True),
    "claude-opus-4-6": Family(4_096, image_tokens=1_600, sampling=True, manual_thinking=True),
    "claude-sonnet-4-6": Family(1_024, image_tokens=1_600, sampling=True, manual_thinking=True),
    "claude-opus-4-7": Family(2_048),
    "claude-opus-4-8": Family(1_024),
    "claude-opus-5": Family(512),
    "claude-fable-5": Family(512),
    "claude-mythos-5": Family(512),
    "claude-sonnet-5": Family(1_024),
    "claude-haiku-5": Family(4_096),  # the documentation at hand gives none; its predecessor's
}
"""By the beginning of the model's name."""

NEWEST: Final = Family(1_024)


def family(model: str) -> Family:
    """The longest beginning that fits; a model that is not in the table is taken for a new one."""
    known = [name for name in FAMILIES if model.startswith(name)]
    return FAMILIES[max(known, key=len)] if known else NEWEST
