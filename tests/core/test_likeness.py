"""A slip of the pen is forgiven; another word is another statement, however alike the letters are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomes.likeness import Likeness
from outcomes.text import words

TEXT = (
    "After a long debate on Tuesday the committee of the whole accepted the annual budget that the treasurer had put "
    "before it, and closed the meeting."
)
LETTERS = "abcdfgjkpq"
"""Of which no word that says nothing, or no, can be made."""
LAWS = settings(max_examples=100, deadline=None)
LONG = st.lists(st.text(LETTERS, min_size=5, max_size=9), min_size=8, max_size=14, unique=True)


def near(quote: str, text: str = TEXT) -> bool:
    return Likeness(quote).to(text, set(words(quote.lower())) & set(words(text.lower()))) > 0


@pytest.mark.parametrize(
    "quote",
    [
        "the committee of the whole accepted the anual budget that the treasurer had put before it",
        "the comittee of the whole accepted the annual budget that the treasurer had put before it",
        "The Committee of the Whole accepted the annual budget that the treasurer had put before it",
        "the committee of the whole accepted the annual budget the treasurer had put before it",
        "After a long debate on Tuesday, committee of the whole accepted the annual budget that the treasurer",
        "the committee of the whole accepted the annual budget that the trea- surer had put before it",
        "the committee of the whole accepted annual budget that the treasurer had put before it",
    ],
)
def test_a_slip_of_the_pen_is_forgiven(quote: str) -> None:
    assert near(quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The cost of health care for the staff went up again.", "The cost of healthcare for the staff went up again."),
        ("Sales in the region grew by 5 % in the spring.", "Sales in the region grew by 5% in the spring."),
        ("We do know the reason for the delay of the shipment.", "We do know reason for the delay of the shipment."),
        ("Die Überprüfung " * 8 + "ist vorbei", "die Überprüfung die Überprüfung ist vorbei"),
    ],
)
def test_what_a_reader_would_not_notice_is_forgiven(text: str, quote: str) -> None:
    assert near(quote, text)


@pytest.mark.parametrize(
    "quote",
    [
        "the committee of the whole rejected the annual budget that the treasurer had put before it",
        "the committee of the whole accepted the annual budget that the secretary had put before it",
        "After a long debate on Thursday the committee of the whole accepted the annual budget that the treasurer",
        "the committee of the whole almost accepted the annual budget that the treasurer had put before it",
        "the committee of the whole accepted the budget that the treasurer had put before it, and closed the meeting",
        "the committee of the whole accepted the annual budget that the treasurer had put behind it",
        "the treasurer of the whole accepted the annual budget that the committee had put before it",
        "the committee of the whole never accepted the annual budget that the treasurer had put before it",
        "the committee of the whole accepted the biannual budget that the treasurer had put before it",
        "the committee of the whole has accepted the annual budget that the treasurer had put before it",
        "the comittee of the whole accepted the anual budget that the treasurer had put before it",
    ],
)
def test_another_word_is_another_statement(quote: str) -> None:
    assert not near(quote)


PAIRS = (Path(__file__).with_name("unlike.txt")).read_text(encoding="utf-8").strip().split("\n\n")
"""What a text says, and what it does not: signs, units, names, voices and tenses, in many languages."""


@pytest.mark.parametrize("pair", PAIRS)
def test_what_differs_by_a_letter_or_a_sign_is_never_alike(pair: str) -> None:
    text, quote = pair.split("\n")
    assert not near(quote, text)


@LAWS
@given(LONG, st.data())
def test_a_letter_too_few_is_forgiven_and_a_wrong_word_is_not(spoken: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(spoken) - 1))
    word = spoken[place]
    at = data.draw(st.integers(1, len(word) - 1))
    doubled = word[: at + 1] + word[at:]
    text = " ".join([*spoken[:place], doubled, *spoken[place + 1 :]])
    assert near(" ".join(spoken), text)
    other = data.draw(st.text(LETTERS, min_size=5, max_size=9))
    assume(other not in (word, doubled) and word not in other and other not in word)
    assert not near(" ".join([*spoken[:place], other, *spoken[place + 1 :]]), text) or _doubles(other, doubled)


def _doubles(one: str, other: str) -> bool:
    return any(one == other[:n] + other[n + 1 :] or other == one[:n] + one[n + 1 :] for n in range(10))


@LAWS
@given(LONG, st.integers(0, 3), st.integers(0, 3))
def test_what_stands_around_the_words_is_no_part_of_them(spoken: list[str], before: int, behind: int) -> None:
    text = " ".join(["Zzzzz"] * before + spoken + ["Yyyyy"] * behind)
    assert near(" ".join([spoken[0] + spoken[0][-1], *spoken[1:]]), text)


@LAWS
@given(st.text(), st.text())
def test_nothing_breaks_it(quote: str, text: str) -> None:
    for one, other in ((quote, text), (text, text + quote)):
        assert 0 <= Likeness(one).to(other, set(words(one.lower()))) <= 1


def test_texts_of_few_words_over_and_over_are_given_up_on() -> None:
    """A quote is compared with so many places and no more: this would take half a minute otherwise."""
    quote = "c " + "a b " * 57
    likeness = Likeness(quote)
    texts = [" ".join("ab"[(n >> k) % 2] for k in range(400)) for n in range(60, 100)]
    for text in texts * 10:
        likeness.to(text, {"a", "b"})
    assert likeness.to(quote, {"a", "b", "c"}) == 0
    assert Likeness(quote).to(quote, {"a", "b", "c"}) == 1
