"""A slip of the pen is forgiven; another word is another statement, however alike the letters are."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomes.likeness import APPROXIMATE, nearness
from outcomes.text import words

TEXT = (
    "After a long debate on Tuesday the committee of the whole accepted the annual budget that the treasurer had put "
    "before it, and closed the meeting."
)
LETTERS = "abcdfgjkpq"
"""Of which no word that says nothing, or no, can be made."""
LAWS = settings(max_examples=100, deadline=None)
LONG = st.lists(st.text(LETTERS, min_size=4, max_size=9), min_size=8, max_size=14, unique=True)


def near(quote: str, text: str = TEXT) -> bool:
    return nearness(quote, text, set(words(quote.lower())) & set(words(text.lower()))) >= APPROXIMATE


@pytest.mark.parametrize(
    "quote",
    [
        "the committee of the whole accepted the anual budget that the treasurer had put before it",
        "the committee of the whole accepted the annaul budget that the treasurer had put before it",
        "the committee of the whole accepted the annual budgets that the treasurer had put before it",
        "The Committee of the Whole accepted the annual budget that the treasurer had put before it",
        "the committee of the whole has accepted the annual budget the treasurer had put before it",
        "After a long debate on Tuesday, committee of the whole accepted the annual budget that the treasurer",
        "accepted the annual budget that the treasurer had put before it, and closed the meetin",
    ],
)
def test_a_slip_of_the_pen_is_forgiven(quote: str) -> None:
    assert near(quote)


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
    ],
)
def test_another_word_is_another_statement(quote: str) -> None:
    assert not near(quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sales in the northern region increased by a tenth over the year.", "in the northern region decreased by a"),
        (
            "Die Abteilung hat das Ziel des Jahres klar erreicht.",
            "Die Abteilung hat das Ziel des Jahres klar verfehlt.",
        ),
        ("本年度の売上高は前年度と比べて大きく増加しました。", "本年度の売上高は前年度と比べて大きく減少しました。"),
        ("It is legal to keep the data of the customers.", "It is illegal to keep the data of the customers."),
        ("Version 12a of the contract was signed by both.", "Version 12b of the contract was signed by both."),
        ("The plan is now approved by all of the members.", "The plan is not approved by all of the members."),
    ],
)
def test_opposites_are_never_alike(text: str, quote: str) -> None:
    assert not near(quote, text)


@LAWS
@given(LONG, st.data())
def test_a_wrong_letter_is_forgiven_and_a_wrong_word_is_not(spoken: list[str], data: st.DataObject) -> None:
    text = " ".join(spoken)
    place = data.draw(st.integers(0, len(spoken) - 1))
    word = spoken[place]
    at = data.draw(st.integers(1, len(word) - 1))
    slip = word[:at] + data.draw(st.sampled_from(LETTERS)) + word[at + 1 :]
    assert near(" ".join([*spoken[:place], slip, *spoken[place + 1 :]]), text) or len(text) < 40
    other = data.draw(st.text(LETTERS, min_size=4, max_size=9))
    assume(other[0] != word[0])
    assert not near(" ".join([*spoken[:place], other, *spoken[place + 1 :]]), text)


@LAWS
@given(LONG, st.integers(0, 3), st.integers(0, 3))
def test_what_stands_around_the_words_is_no_part_of_them(spoken: list[str], before: int, behind: int) -> None:
    text = " ".join(["Zzzzz"] * before + spoken + ["Yyyyy"] * behind)
    assert near(" ".join([spoken[0] + "x", *spoken[1:]]), text)
