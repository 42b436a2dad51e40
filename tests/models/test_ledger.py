"""Replies that were paid for: kept whole, given again to the same question, counted once."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from outcomes.model import Opaque, Picture, Reply, ToolUse, Words
from outcomes.models.ledger import LedgerModel, from_json, to_json
from outcomes.testing import ScriptedModel
from outcomes.usage import Usage

from .support import question

TEXT = st.text(max_size=20)
OBJECTS = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.none(), st.lists(TEXT)), max_size=3)
PIECES = st.one_of(
    st.builds(Words, TEXT),
    st.builds(ToolUse, TEXT, TEXT, OBJECTS),
    st.builds(Opaque, OBJECTS),
    st.builds(Picture, st.binary(max_size=9), TEXT, st.integers(0, 9)),
)
REPLIES = st.builds(
    Reply,
    value=st.one_of(st.none(), OBJECTS),
    tool_uses=st.lists(st.builds(ToolUse, TEXT, TEXT, OBJECTS), max_size=2).map(tuple),
    usage=st.one_of(st.none(), st.builds(Usage, input_tokens=st.integers(0, 9), cost_usd=st.just(0.25))),
    stop_reason=TEXT,
    model=TEXT,
    request_id=st.one_of(st.none(), TEXT),
    way=st.sampled_from(["native", "forced_tool", "offered_tool", "prompted"]),
    notes=st.lists(TEXT, max_size=2).map(tuple),
    spoken=st.lists(PIECES, max_size=3).map(tuple),
)
PAID = Usage(input_tokens=10, cost_usd=0.5)


class Pages(dict[str, bytes]):
    """A ledger in memory."""

    async def recall(self, key: str) -> bytes | None:
        return self.get(key)

    async def remember(self, key: str, reply: bytes) -> None:
        self[key] = reply


@given(REPLIES)
def test_a_reply_read_back_is_the_reply_that_was_kept(reply: Reply) -> None:
    assert from_json(to_json(reply)) == reply


def test_what_was_answered_is_not_asked_again_by_whoever_goes_on_and_its_cost_is_counted_once() -> None:
    pages, model = Pages(), ScriptedModel([{"city": "Bern"}], usage=PAID)
    first = asyncio.run(LedgerModel(model, pages).ask(question()))
    assert (first.value, first.usage) == ({"city": "Bern"}, PAID)
    gone_on = LedgerModel(model, pages)
    again, once_more = (asyncio.run(gone_on.ask(question())) for _ in range(2))
    assert (again.value, again.usage) == ({"city": "Bern"}, PAID), "nobody has counted it yet"
    assert once_more.usage == Usage(cost_usd=0.0)
    assert len(model.asked) == 1


def test_what_whoever_broke_off_has_said_already_is_not_counted_again() -> None:
    pages, model = Pages(), ScriptedModel([{"city": "Bern"}], usage=PAID)
    broken = LedgerModel(model, pages)
    asyncio.run(broken.ask(question()))
    again = asyncio.run(LedgerModel(model, pages, frozenset(broken.replies)).ask(question()))
    assert (again.value, again.usage) == ({"city": "Bern"}, Usage(cost_usd=0.0))


def test_what_a_reply_cost_that_was_disowned_is_not_lost_when_nobody_came_to_tell_it() -> None:
    pages, model = Pages(), ScriptedModel([{"city": "?"}, {"city": "Bern"}], usage=PAID)
    killed = LedgerModel(model, pages)
    asyncio.run(killed.ask(question()))
    asyncio.run(killed.disown(question()))
    again = LedgerModel(model, pages)
    assert asyncio.run(again.ask(question())).usage == PAID + PAID
    assert asyncio.run(again.ask(question())).usage == Usage(cost_usd=0.0)
    told = LedgerModel(model, pages, frozenset(killed.replies))
    assert asyncio.run(told.ask(question())).usage == PAID, "of the second reply, which nobody has told"


def test_another_question_or_another_model_is_asked() -> None:
    pages, model = Pages(), ScriptedModel([{"city": "Bern"}])
    asyncio.run(LedgerModel(model, pages).ask(question()))
    asyncio.run(LedgerModel(model, pages).ask(question("Which town?")))
    other = ScriptedModel([{"city": "Rome"}], name="another")
    assert asyncio.run(LedgerModel(other, pages).ask(question())).value == {"city": "Rome"}
    assert (len(model.asked), len(other.asked), len(pages)) == (2, 1, 3)


def test_a_reply_that_was_no_answer_is_not_given_again_to_whoever_goes_on_and_the_next_one_is_kept() -> None:
    pages, model = Pages(), ScriptedModel([{"city": "?"}, {"city": "Bern"}, {"city": "Rome"}])
    asyncio.run(LedgerModel(model, pages).disown(question()))  # never asked: there is nothing to disown
    for _ in range(2):
        first = LedgerModel(model, pages)
        assert asyncio.run(first.ask(question())).value == {"city": "?"}
    asyncio.run(first.disown(question()))
    for _ in range(2):
        assert asyncio.run(LedgerModel(model, pages).ask(question())).value == {"city": "Bern"}
    asyncio.run(LedgerModel(model, pages).disown(question()))
    assert asyncio.run(LedgerModel(model, pages).ask(question())).value == {"city": "Rome"}
    assert len(model.asked) == 3
