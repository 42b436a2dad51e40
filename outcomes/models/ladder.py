"""An object out of any endpoint: the best way that it has is found out once, and what goes wrong is put right or said.

    native schema > a tool that it has to call > a tool that it may call > JSON that it is asked to write

An ask makes at most three requests that can cost something: the first, and two more for whatever came of it: an answer
in another form (the model is told so), one that did not fit (with more room), or none at all (asked again).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.errors import TRANSIENT_CODES, BudgetReached, ProviderError
from outcomes.model import Picture, ToolResult, ToolUse, Turn, Words, likely
from outcomes.models.faults import BadReply, EndpointError
from outcomes.models.plainer import plainer, unable
from outcomes.models.prices import plus
from outcomes.models.probe import SHOWN, most_for_probing, probe
from outcomes.models.retry import worth_another
from outcomes.models.waiting import pause
from outcomes.models.ways import LADDER
from outcomes.prompts import render
from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from outcomes.clock import Clock
    from outcomes.model import Model, Piece, Question, Reply, Way
    from outcomes.models.abilities import Ability
    from outcomes.usage import Usage

MOST_MORE: Final = 2
"""Further requests for one question that can cost something."""
TOLD: Final = 200
"""Tokens that telling a model what was wrong takes, with room to spare."""
BREATH: Final = 2.0
"""Seconds before a question is asked again of which nothing came back."""
MOST_ROOM: Final = 32_768
"""Tokens that an answer gets at the most when it is given more room."""
NOT_SHOWN: Final = frozenset({"bad-request", "bad-reply", "truncated", "declined"})
"""Codes of a question that found out that this way does not work."""
_OF_FORM: Final = re.compile(
    r"output_config|output_format|response_format|json_schema|schema|structured|grammar|tool.?choice|\btools?\b|\bformat\b",
    re.IGNORECASE,
)


class Known:
    """What is known of one endpoint and model, how to remember more, and a lock for finding it out."""

    def __init__(
        self,
        get: Callable[[], Ability],
        learn: Callable[[Ability], None],
        alone: Callable[[], AbstractAsyncContextManager[object]],
    ) -> None:
        """`alone` lets in one at a time."""
        self.get = get
        self.learn = learn
        self.alone = alone


class LadderModel:
    """A model that is asked in the best way that its endpoint has."""

    def __init__(self, ways: Mapping[Way, Model], known: Known, clock: Clock, *, fixed: Way | None = None) -> None:
        """`ways` are the same model, each asking in one way; `fixed` is the only one to use, and nothing is tried."""
        self.ways = ways
        self.clock = clock
        self._known = known
        self._fixed = fixed

    @property
    def name(self) -> str:
        """The model's."""
        return self.ways["native"].name

    @property
    def fingerprint(self) -> str:
        """The model's: the way is the endpoint's, and each reply says it."""
        return self.ways["native"].fingerprint

    @property
    def ability(self) -> Ability:
        """What is known now; the way is the fixed one, if there is one."""
        known = self._known.get()
        return known if self._fixed is None else replace(known, way=self._fixed)

    def most(self, question: Question) -> Usage:
        """The first request, two more with more room, and finding out the way, if only again."""
        more = replace(question, max_output_tokens=_more_room(question))
        usage = self.once(question)
        for before in range(1, MOST_MORE + 1):
            usage += self.once(_gone_on(more, before * (more.max_output_tokens + TOLD)))
        return usage if self._fixed is not None else usage + most_for_probing(self.ways)

    def once(self, question: Question) -> Usage:
        """The most that the first request uses, which is the only one in nearly every case."""
        return self.ways[self.ability.way or "native"].most(question)

    def likely(self, question: Question, output_tokens: int, *, again: bool) -> Usage:
        """What the first request is likely to take."""
        return likely(self.ways[self.ability.way or "native"], question, output_tokens, again=again)

    async def ask(self, question: Question) -> Reply:
        """The answer, or tool uses to be answered first.

        Raises:
            ProviderError: neither came, or the endpoint refused; `usage` is what all requests cost.
            BudgetReached: the next request might not fit.
        """
        return await _Asking(self, question).ask()

    async def find_way(self) -> tuple[Way, Usage | None]:
        """The way, and what finding it out has cost now.

        Raises:
            ProviderError: the endpoint cannot be asked at all.
            BudgetReached: asking might not fit.
        """
        async with self._known.alone():
            way = self.ability.way
            return (way, FREE) if way is not None else await self._probe()

    async def find_again(self, doubted: Ability) -> tuple[Way | None, Usage | None]:
        """The same once what was known is in doubt: a server may be another one by now, behind the same address.

        Raises:
            ProviderError, BudgetReached: as `find_way` has it.
        """
        async with self._known.alone():
            now = self.ability
            found_meanwhile = self._fixed is not None or now is not doubted
            return (now.way, FREE) if found_meanwhile else await self._probe()

    async def _probe(self) -> tuple[Way, Usage | None]:
        """Go down until a way shows itself; the last needs no showing, since its answers prove themselves."""
        spent: Usage | None = FREE
        for way in LADDER[:-1]:
            try:
                reply = await self.ways[way].ask(probe())
            except (ProviderError, BudgetReached) as error:
                error.usage = spent = plus(spent, error.usage)
                if isinstance(error, BudgetReached) or error.code not in NOT_SHOWN:
                    raise
            else:
                spent = plus(spent, reply.usage)
                if reply.value == SHOWN:
                    return self._found(way), spent
        return self._found("prompted"), spent

    def _found(self, way: Way) -> Way:
        self._known.learn(replace(self._known.get(), way=way))
        return way

    def lessen(self, ability: Ability) -> None:
        """Remember what the endpoint cannot take."""
        known = self._known.get()
        pictures, results = known.pictures and ability.pictures, known.tool_results and ability.tool_results
        self._known.learn(replace(known, pictures=pictures, tool_results=results))


class _Asking:
    """One question, until there is an answer or no more to be done."""

    def __init__(self, ladder: LadderModel, question: Question) -> None:
        self._ladder = ladder
        self._question = question
        self._asked = question
        self._spent: Usage | None = FREE
        self._left = MOST_MORE
        self._doubted = False

    async def ask(self) -> Reply:
        """The reply, with what all requests for it cost."""
        try:
            return await self._ask()
        except (ProviderError, BudgetReached) as error:
            error.usage = plus(self._spent, error.usage)
            raise

    async def _ask(self) -> Reply:
        if self._ladder.ability.way is None:
            _, self._spent = await self._ladder.find_way()
        while True:
            ability = self._ladder.ability
            way = ability.way or "prompted"
            plain, notes = plainer(self._asked, ability)
            try:
                reply = await self._ladder.ways[way].ask(plain)
            except EndpointError as error:
                unanswered = error.usage is None
                self._spent, error.usage = plus(self._spent, error.usage), FREE
                if not await self._put_right(error, plain, ability, unanswered=unanswered):
                    raise
                if error.code in TRANSIENT_CODES:
                    await pause(self._ladder.clock, BREATH)
            else:
                if self._spent is FREE and not notes:
                    return reply
                return replace(reply, usage=plus(self._spent, reply.usage), notes=(*notes, *reply.notes))

    async def _put_right(self, error: EndpointError, plain: Question, ability: Ability, *, unanswered: bool) -> bool:
        """Whether it is worth going on, with `_asked` made what to ask next."""
        less = unable(error, plain, ability)
        if less is not None:
            self._ladder.lessen(less)
            return True
        if error.code == "bad-request" and _OF_FORM.search(error.said):
            return await self._doubt(ability)
        if self._left == 0:
            return False
        self._left -= 1
        if isinstance(error, BadReply):
            if ability.way != "native" or not await self._doubt(ability):
                self._asked = _told(self._asked, error)
            return True
        if error.code == "truncated":
            self._asked, before = replace(self._asked, max_output_tokens=_more_room(self._question)), self._asked
            return self._asked.max_output_tokens > before.max_output_tokens
        return unanswered and worth_another(error)

    async def _doubt(self, ability: Ability) -> bool:
        """Whether the endpoint has another way by now; the question is then asked in it, from the beginning."""
        if self._doubted:
            return False
        self._doubted = True
        way, spent = await self._ladder.find_again(ability)
        self._spent = plus(self._spent, spent)
        self._asked = replace(self._question, max_output_tokens=self._asked.max_output_tokens)
        return way != ability.way


def _more_room(question: Question) -> int:
    return max(question.max_output_tokens, min(2 * question.max_output_tokens, MOST_ROOM))


def _gone_on(question: Question, tokens: int) -> Question:
    """The question with what was said after it standing as one piece of so many tokens."""
    return question.with_turns(Turn("assistant", (Picture(b"", "what was said", tokens),)))


def _told(question: Question, error: BadReply) -> Question:
    """The question gone on with: what the model said, and that it was no answer."""
    said = render("answer_again.md.j2", why=error.why)
    uses = [piece for piece in error.spoken if isinstance(piece, ToolUse)]
    told: list[Piece] = [ToolResult(use.id, (Words(said),), failed=True) for use in uses]
    asked = (Turn("assistant", error.spoken),) if error.spoken else ()
    return question.with_turns(*asked, Turn("user", tuple(told or [Words(said)])))
