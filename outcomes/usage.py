"""What a step cost: tokens as the Messages API counts them, and dollars where they are known."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Usage(BaseModel):
    """Token counts in the platform's own names, and the money; `cost_usd=None` means unknown, never zero."""

    model_config = ConfigDict(frozen=True, extra="allow")

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    cache_creation_input_tokens: int = Field(default=0, ge=0)
    cache_read_input_tokens: int = Field(default=0, ge=0)
    cost_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @property
    def tokens(self) -> int:
        """All tokens, read and written, cached or not."""
        return self.input_tokens + self.output_tokens + self.cache_creation_input_tokens + self.cache_read_input_tokens

    def __add__(self, other: Usage) -> Usage:
        """Add two known usages; the money is unknown as soon as one side's is."""
        if other is FREE:
            return self
        if self is FREE:
            return other
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_creation_input_tokens=self.cache_creation_input_tokens + other.cache_creation_input_tokens,
            cache_read_input_tokens=self.cache_read_input_tokens + other.cache_read_input_tokens,
            cost_usd=(self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )


FREE = Usage(cost_usd=0.0)
"""A step that asked no model: no tokens and, for certain, no money."""
