"""What models cost: the list with its date, what a user says instead, and never a zero for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.model import Picture, Question, Tool, Turn, Words, likely
from outcomes.models.counting import most_prompt_tokens, most_tokens
from outcomes.models.estimate import VERDICT_TOKENS, estimate
from outcomes.models.prices import AS_OF, FAMILIES, find_price, plus
from outcomes.settings import PriceSettings
from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint.tokens import text_tokens
from outcomes.usage import FREE, Usage

from .support import SCHEMA, model, question, run

if TYPE_CHECKING:
    from outcomes.model import Reply

MILLION = Usage(
    input_tokens=1_000_000,
    output_tokens=1_000_000,
    cache_creation_input_tokens=1_000_000,
    cache_read_input_tokens=1_000_000,
)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("claude-sonnet-5", "claude-sonnet-5"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("claude-opus-4-6@20260101", "claude-opus-4-6"),
        ("claude-opus-5-latest", "claude-opus-5"),
        ("claude-sonnet-4-6[1m]", "claude-sonnet-4-6"),
    ],
)
def test_a_model_with_a_date_has_the_price_of_its_family(name: str, family: str) -> None:
    assert find_price(name, {}, hosted=True) == FAMILIES[family]


@pytest.mark.parametrize("name", ["claude-sonnet-6", "gpt-oss", "claude-sonnet-5-fast", "", "claude-sonnet-5-2026"])
def test_a_model_that_is_not_listed_has_no_price(name: str) -> None:
    assert find_price(name, {}, hosted=True) is None


def test_the_same_name_at_another_endpoint_has_no_price_unless_it_is_given_one() -> None:
    own = {"claude-sonnet-5": PriceSettings(input=0, output=0)}
    assert find_price("claude-sonnet-5", {}, hosted=False) is None
    price = find_price("claude-sonnet-5-20260101", own, hosted=False)
    assert price is not None
    assert price.cost(MILLION) == 0


def test_what_a_user_does_not_say_of_the_cache_is_counted_high() -> None:
    price = find_price("m", {"m": PriceSettings(input=2, output=3)}, hosted=True)
    assert price is not None
    assert price.cost(MILLION, written_for_an_hour=400_000) == pytest.approx(2 + 3 + 0.6 * 2.5 + 0.4 * 4 + 2)


def test_the_list_says_when_it_was_looked_at_and_holds_what_the_vendor_says() -> None:
    assert AS_OF == "2026-10-24"
    assert {name: price.cost(MILLION) for name, price in FAMILIES.items() if "sonnet" in name} == pytest.approx(
        {
            "claude-sonnet-5-5": 2 + 10 + 2.5 + 0.1,
            "claude-sonnet-5": 2 + 10 + 2.5 + 0.2,
            "claude-sonnet-4-6": 3 + 15 + 3.75 + 0.3,
            "claude-sonnet-4-5": 3 + 15 + 3.75 + 0.3,
        }
    )


def test_a_long_prompt_costs_more_where_the_vendor_has_it_so() -> None:
    price = FAMILIES["claude-haiku-5-5"]
    short = Usage(input_tokens=60_000, cache_read_input_tokens=40_000)
    assert price.cost(short) == pytest.approx((60_000 * 0.1 + 40_000 * 0.01) / 1e6)
    assert price.cost(short + Usage(input_tokens=1)) == pytest.approx((60_001 * 0.5 + 40_000 * 0.05) / 1e6)


@given(st.integers(0, 10**7), st.integers(0, 10**5), st.sampled_from(sorted(FAMILIES)), st.data())
def test_the_most_is_never_less_than_the_cost(prompt: int, output: int, name: str, data: st.DataObject) -> None:
    """However a prompt is divided into new, written and read tokens."""
    written = data.draw(st.integers(0, prompt))
    an_hour = data.draw(st.integers(0, written))
    read = data.draw(st.integers(0, prompt - written))
    usage = Usage(
        input_tokens=prompt - written - read,
        output_tokens=output,
        cache_creation_input_tokens=written,
        cache_read_input_tokens=read,
    )
    cost = FAMILIES[name].cost(usage, written_for_an_hour=an_hour)
    ttl = "1h" if an_hour else "5m" if written else None
    assert cost <= FAMILIES[name].most(prompt, output, ttl=ttl) * (1 + 1e-9)


def test_unknown_and_known_is_unknown() -> None:
    one = Usage(input_tokens=1, cost_usd=1)
    assert (plus(one, None), plus(None, one), plus(FREE, one), plus(one, one)) == (None, None, one, one + one)


# -- counting


@given(st.text())
def test_a_text_takes_no_more_tokens_than_are_counted_for_it(text: str) -> None:
    assert text_tokens(text) <= most_tokens(text) <= len(text.encode("utf-8", "replace")) + 1


def test_prose_is_counted_high_and_not_absurdly_so() -> None:
    prose = "The quick brown fox jumps over the lazy dog, again and again, until it is tired of it. " * 100
    assert text_tokens(prose) <= most_tokens(prose) <= 2 * text_tokens(prose)


def test_everything_in_a_question_is_counted() -> None:
    tool = Tool("read", "Reads " + "a part " * 100, {"type": "object"})
    bare = most_prompt_tokens(question())
    assert most_prompt_tokens(question(tools=(tool,))) > bare + 200
    picture = Picture(b"x" * 10, "a page", 1_500)
    with_picture = Question("Be short.", (Turn("user", (Words("Which city?"), picture)),), SCHEMA)
    assert most_prompt_tokens(with_picture) >= bare + 1_500


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_the_endpoint_counts_no_more_than_was_foretold(texts: list[str]) -> None:
    pieces = tuple(Words(text) for text in texts)
    asked = Question("Be short.", (Turn("user", (*pieces, Words("Which city?"))),), SCHEMA)
    assert sum(map(text_tokens, texts)) <= most_prompt_tokens(asked)


def test_an_estimate_adds_up_what_questions_are_likely_to_take_and_take_at_most() -> None:
    price = FAMILIES["claude-sonnet-5"]
    with FakeEndpoint() as endpoint:
        stack = model(endpoint, price=price)
        questions = [question(), question("And in France?")]
        found = estimate(stack, questions, (1, 2))
        replies = [run(stack.ask(each)) for each in questions]
    spent = replies[0].usage + replies[1].usage
    assert found.usual.output_tokens == 3 * VERDICT_TOKENS
    assert spent.tokens <= found.usual.tokens <= found.high.tokens
    assert 0 < spent.cost_usd <= (found.usual.cost_usd or 0) <= (found.high.cost_usd or 0)
    assert found.high == stack.most(questions[0]) + stack.most(questions[1])


def test_without_a_price_an_estimate_has_tokens_and_no_money() -> None:
    with FakeEndpoint() as endpoint:
        found = estimate(model(endpoint), [question()], (1,))
    assert found.high.tokens > 0
    assert (found.usual.cost_usd, found.high.cost_usd) == (None, None)


@pytest.mark.parametrize(("ttl", "written"), [("5m", 1.25), ("1h", 2.0)])
def test_what_is_read_again_costs_a_tenth_of_what_is_read_for_the_first_time(ttl: str, written: float) -> None:
    price = FAMILIES["claude-sonnet-5"]
    asked = Question("", (Turn("user", (Words("long " * 50_000, cached=True), Words("Which city?"))),), SCHEMA)
    with FakeEndpoint() as endpoint:
        stack = model(endpoint, price=price, ttl=ttl)
        first, again = (estimate(stack, [asked], (0,), again=kept).usual for kept in (False, True))
    assert first.cache_creation_input_tokens == again.cache_read_input_tokens > 70_000
    assert again.cost_usd == pytest.approx((first.cost_usd or 0) * 0.1 / written, rel=0.02)


def test_an_answer_is_expected_no_longer_than_it_may_be() -> None:
    with FakeEndpoint() as endpoint:
        found = estimate(model(endpoint), [question()], (10_000,))
    assert found.usual.output_tokens == question().max_output_tokens


def test_of_a_model_that_cannot_say_what_is_likely_the_most_is_taken() -> None:
    class Silent:
        name = fingerprint = "silent"

        def most(self, _question: Question) -> Usage:
            return Usage(output_tokens=7)

        async def ask(self, _question: Question) -> Reply:
            raise NotImplementedError

    assert likely(Silent(), question(), 5, again=True).output_tokens == 7
