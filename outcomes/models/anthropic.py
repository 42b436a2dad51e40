"""The provider: one question, one request to a Messages endpoint, one reply that was looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.models.answers import read_answer
from outcomes.models.counting import is_cached, likely_prompt_tokens, most_prompt_tokens
from outcomes.models.faults import Asked, timed_out
from outcomes.models.message import read_message
from outcomes.models.private import refuse_public
from outcomes.models.waiting import within
from outcomes.models.ways import body
from outcomes.usage import Usage

if TYPE_CHECKING:
    from outcomes.clock import Clock
    from outcomes.model import Question, Reply
    from outcomes.models.endpoint import Endpoint
    from outcomes.models.prices import Price
    from outcomes.models.sharing import Sharing
    from outcomes.models.ways import Manner


LEAST_KEPT: Final = 4_096
"""Tokens of a beginning that every model of the vendor keeps when it is told to; some keep shorter ones."""
NOT_KEPT: Final = "the endpoint keeps nothing of what it has read: the artifact is read again for every question"


class AnthropicModel:
    """Asks in one manner, once; everything else is done by the layers around it."""

    def __init__(
        self,
        name: str,
        endpoint: Endpoint,
        manner: Manner,
        *,
        price: Price | None,
        sharing: Sharing,
        clock: Clock,
        timeout_seconds: float,
        private: bool,
    ) -> None:
        """`private` has every request looked at before it is sent."""
        self.name = name
        self._asked = Asked(endpoint, name)
        self._endpoint = endpoint
        self._manner = manner
        self._price = price
        self._sharing = sharing
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._private = private

    @property
    def fingerprint(self) -> str:
        """The model, and how hard it was to try."""
        return self.name if self._manner.effort is None else f"{self.name}/effort-{self._manner.effort}"

    def most(self, question: Question) -> Usage:
        """The whole prompt new, the answer as long as it may be."""
        prompt, output = most_prompt_tokens(question), question.max_output_tokens
        usage = Usage.model_construct(input_tokens=prompt, output_tokens=output)
        if self._price is None:
            return usage
        ttl = self._manner.ttl if is_cached(question) else None
        return usage.model_copy(update={"cost_usd": self._price.most(prompt, output, ttl=ttl)})

    def likely(self, question: Question, output_tokens: int, *, again: bool) -> Usage:
        """The prompt as it is usually counted, its beginning read from the cache (`again`) or written to it.

        A beginning that some model would not keep is counted as read anew.
        """
        kept, fresh = likely_prompt_tokens(question)
        if kept < LEAST_KEPT:
            kept, fresh = 0, kept + fresh
        beginning = "cache_read_input_tokens" if again else "cache_creation_input_tokens"
        counts = {"input_tokens": fresh, "output_tokens": min(output_tokens, question.max_output_tokens)}
        usage = Usage.model_construct(None, **counts, **{beginning: kept})
        if self._price is None:
            return usage
        for_an_hour = kept if self._manner.ttl == "1h" else 0
        return usage.model_copy(update={"cost_usd": self._price.cost(usage, written_for_an_hour=for_an_hour)})

    async def ask(self, question: Question) -> Reply:
        """One request.

        Raises:
            ProviderError: whatever came of it is no reply.
        """
        shared = self._sharing.of(self._endpoint)
        request = body(question, self.name, self._manner)
        if self._private:
            refuse_public(json.loads(request))
        try:
            async with within(self._clock, self._timeout_seconds):
                raw = await shared.client.post(request, self._asked, self._timeout_seconds)
        except TimeoutError:
            raise timed_out(self._asked, self._timeout_seconds) from None
        shared.gate.learn(raw.headers)
        message = read_message(raw, self._asked, self._price)
        reply = read_answer(message, question, self._manner.way, self._asked)
        return replace(reply, notes=(*reply.notes, NOT_KEPT)) if _not_kept(reply, question) else reply


def _not_kept(reply: Reply, question: Question) -> bool:
    """Whether a long beginning was to be kept and, by the endpoint's own count, was not."""
    usage = reply.usage
    if usage is None or usage.input_tokens < LEAST_KEPT or not is_cached(question):
        return False
    return not usage.cache_creation_input_tokens and not usage.cache_read_input_tokens
