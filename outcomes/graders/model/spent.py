"""What a look has used so far, kept also when it comes to nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from outcomes.errors import BudgetReached, GraderError, ProviderError
from outcomes.model import Keeping, likely
from outcomes.usage import FREE

if TYPE_CHECKING:
    from outcomes.model import Model, Question, Reply
    from outcomes.usage import Usage


class Spent:
    """A model that keeps account of what asking it used, whatever came of it."""

    def __init__(self, model: Model) -> None:
        """Nothing is used yet."""
        self._model = model
        self.usage: Usage | None = FREE
        """All questions together; `None` as soon as one did not say."""
        self.models: dict[str, None] = {}
        """Who answered, as the endpoint calls them."""
        self.notes: dict[str, None] = {}

    async def ask(self, question: Question) -> Reply:
        """The reply, its usage counted; so is that of an error.

        A question that is given up while it is under way may be paid for all the same: it counts as one request with
        the longest answer.
        """
        try:
            reply = await self._model.ask(question)
        except BudgetReached as error:
            self._add(error.usage or FREE)  # nothing was asked
            raise
        except (GraderError, ProviderError) as error:
            self._add(error.usage)
            raise
        except asyncio.CancelledError:
            self._add(likely(self._model, question, question.max_output_tokens, again=False))
            raise
        except Exception:
            self._add(None)
            raise
        self._add(reply.usage)
        self.models[reply.model] = None
        self.notes.update(dict.fromkeys(reply.notes))
        return reply

    async def disown(self, question: Question) -> None:
        """What came back to this was no answer: whoever keeps replies does not give it again."""
        if isinstance(self._model, Keeping):
            await self._model.disown(question)

    @property
    def replies(self) -> tuple[str, ...]:
        """Keys of the kept replies that were given, by this look and those before it."""
        return self._model.replies if isinstance(self._model, Keeping) else ()

    def _add(self, usage: Usage | None) -> None:
        self.usage = None if self.usage is None or usage is None else self.usage + usage
