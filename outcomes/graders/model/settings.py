"""How a model is asked to judge: everything here can change a verdict, and is part of the grader's fingerprint."""

from __future__ import annotations

import hashlib
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomes.model import MOST_OUTPUT_TOKENS
from outcomes.renderer import LONG_EDGE, MOST_LONG_EDGE

OnInjection = Literal["note", "human", "fail"]

BATCH_SIZE: Final = 8
"""Criteria that are asked about together when nothing is said: more get less attention each, fewer cost the artifact
more often."""


class JudgeSettings(BaseModel):
    """Shape and limits of the questions; tokens are estimates, as in `outcomes.view`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    batch_size: int = Field(default=BATCH_SIZE, ge=1, le=100)
    """The most criteria in one question."""
    artifact_tokens: int = Field(default=60_000, ge=500)
    """The most of an artifact that every question shows; of a longer one the rest is named, and can be asked for."""
    tool_tokens: int = Field(default=24_000, ge=0)
    """The most that one batch may look up besides, pictures included."""
    most_turns: int = Field(default=6, ge=0, le=50)
    """How often one batch may look things up before it has to answer."""
    picture_tokens: int = Field(default=20_000, ge=0)
    """The most that pictures of pages may cost in every question, for rubrics with criteria about looks."""
    page_long_edge: int = Field(default=LONG_EDGE, ge=64, le=MOST_LONG_EDGE)
    """Pixels of a page picture's longer side."""
    most_output_tokens: int = Field(default=MOST_OUTPUT_TOKENS, ge=256)
    """The most that one reply may be."""
    on_injection: OnInjection = "note"
    """What follows when the grader suspects the artifact of giving it instructions. `note`: it is said, and nothing
    else. `human`: no pass of that look counts, each becomes `cannot_judge` until a person has looked. `fail`: where
    the engine finds the suspicious words in the file, each pass of that look becomes a fail whose gap is to take them
    out; where it does not find them, as `human`. Fails and open verdicts are never changed."""

    @property
    def fingerprint(self) -> str:
        """Eight hex digits over all of them."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]
