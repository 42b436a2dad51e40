"""Arguments that several checks share, and the rules for them."""

from __future__ import annotations

import re
from typing import Final, Self

from pydantic import ConfigDict, Field, model_validator

from outcomes.check import NoArgs
from outcomes.text import fold

_SEPARATOR: Final = re.compile(r"(?<=\d)[,' ](?=\d{3}(?!\d))")


class Bounds(NoArgs):
    """At least `min`, at most `max`; one of them may be left out."""

    min: int | None = Field(default=None, ge=0, description="The least number that will do.")
    max: int | None = Field(default=None, ge=1, description="The greatest number that will do.")

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.min is None and self.max is None:
            msg = "give min, max or both."
            raise ValueError(msg)
        if self.min is not None and self.max is not None and self.min > self.max:
            msg = f"min={self.min} is more than max={self.max}, so nothing could pass; swap them."
            raise ValueError(msg)
        return self

    def hold(self, number: int) -> bool:
        """Whether a number lies within the bounds."""
        return (self.min is None or number >= self.min) and (self.max is None or number <= self.max)

    def words(self) -> str:
        """The bounds in a sentence: `between 5 and 12`."""
        if self.min is None:
            return f"at most {self.max:,}"
        if self.max is None:
            return f"at least {self.min:,}"
        return f"exactly {self.min:,}" if self.min == self.max else f"between {self.min:,} and {self.max:,}"


class Phrase(NoArgs):
    """Words to look for; white space, dashes and quotation marks need not agree."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    text: str = Field(description="The words to look for.")
    ignore_case: bool = Field(default=True, description="Whether capitals make no difference.")
    ignore_separators: bool = Field(
        default=False,
        description="Whether commas, apostrophes and spaces between groups of three digits make no difference.",
    )

    @model_validator(mode="after")
    def _some_text(self) -> Self:
        if not fold(self.text):
            msg = "text is blank; give the words to look for."
            raise ValueError(msg)
        return self

    def key(self, text: str) -> str:
        """A text as it is compared."""
        folded = fold(text)
        if self.ignore_separators:
            folded = _SEPARATOR.sub("", folded)
        return folded.casefold() if self.ignore_case else folded
