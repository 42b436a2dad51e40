"""What all layers around a model have in common: who the model is, and what a question to it can cost at the most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.model import likely

if TYPE_CHECKING:
    from outcomes.model import Model, Question
    from outcomes.usage import Usage


class Layer:
    """Speaks of the model inside as of itself; how it is asked is each layer's own."""

    def __init__(self, inner: Model) -> None:
        """`inner` is the next layer, or the model itself."""
        self._inner = inner

    @property
    def name(self) -> str:
        """The inner one's."""
        return self._inner.name

    @property
    def fingerprint(self) -> str:
        """The inner one's."""
        return self._inner.fingerprint

    def most(self, question: Question) -> Usage:
        """The inner one's: no layer sends what costs anything a second time."""
        return self._inner.most(question)

    def likely(self, question: Question, output_tokens: int, *, again: bool) -> Usage:
        """The inner one's."""
        return likely(self._inner, question, output_tokens, again=again)
