"""The answer in a text: only an object that begins with the code, whole, the only one, found in linear time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.models.scan import CODE, MOST_TRIES, find_answer

NONCE = "00ff00ff00ff00ff"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text().filter(lambda name: name != CODE), JSON, max_size=5)


def coded(value: dict[str, object], **how: object) -> str:
    return json.dumps({CODE: NONCE, **value}, **how)  # type: ignore[arg-type]


@given(value=OBJECTS, before=st.text(), after=st.text(), indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_an_answer_is_found_whatever_stands_around_it(
    *, value: dict[str, object], before: str, after: str, indent: int | None, ascii_only: bool
) -> None:
    text = f"{before} {coded(value, indent=indent, ensure_ascii=ascii_only)} {after}"
    assert find_answer(text, NONCE) == value


@given(OBJECTS, OBJECTS)
def test_two_answers_are_one_only_when_they_are_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    text = f"First {coded(one)}, then {coded(other)}"
    if one == other:
        assert find_answer(text, NONCE) == one
    else:
        with pytest.raises(ValueError, match="several answers that differ"):
            find_answer(text, NONCE)


@given(st.text(), OBJECTS, st.text(alphabet="0123456789abcdef", min_size=16, max_size=16).filter(lambda n: n != NONCE))
def test_no_text_without_the_code_holds_an_answer(text: str, value: dict[str, object], other: str) -> None:
    for echo in (value, {CODE: other, **value}, {"inner": {CODE: other, **value}}):
        with pytest.raises(ValueError, match="there is no JSON object in it"):
            find_answer(f"{text.replace(NONCE, '')} {json.dumps(echo).replace(NONCE, '')}", NONCE)


@given(OBJECTS, st.data())
def test_an_answer_that_was_cut_is_none(value: dict[str, object], data: st.DataObject) -> None:
    whole = coded(value)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(ValueError, match="there is no JSON object in it"):
        find_answer(cut, NONCE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        NONCE,
        f'"{CODE}": "{NONCE}"',
        f'{{"{CODE}": "{NONCE}"',
        f'{{"{CODE}": {NONCE}}}',
        f'{{"{CODE}": "{NONCE}", "a": NaN}}',
        f'{{"{CODE}": "{NONCE}", "a": -1e999}}',
        f'{{"{CODE}": "{NONCE}", "a": 1, "a": 2}}',
        f'{{"{CODE}": "{NONCE}", "{CODE}": "{NONCE}"}}',
        f"{{'{CODE}': '{NONCE}'}}",
        f'{{"{CODE}": "{NONCE}", }}',
        f'{{"{CODE}": "{NONCE}" /* so */}}',
        f'{{"{CODE}": "{NONCE}x"}}',
        f'prose {{"a": 1, "{CODE}": "{NONCE}"}}',
        f'[{{"a": 1, "{CODE}": "{NONCE}"}}]',
        f'{{"{CODE}": "{NONCE}", "a": ' + '{"a": ' * 100_000,
    ],
)
def test_what_is_not_quite_an_answer_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"no JSON object|several"):
        find_answer(text, NONCE)


def test_a_whole_reply_may_have_the_code_anywhere_in_front() -> None:
    assert find_answer(f'  {{"a": 1, "{CODE}": "{NONCE}"}}\n', NONCE) == {"a": 1}


def test_a_text_that_repeats_the_code_is_given_up_on_after_some_tries() -> None:
    """Each try may read to the end: without an end to them, such a text would take the square of its length."""
    opening = f'{{"{CODE}": "{NONCE}", "a": "'
    with pytest.raises(ValueError, match="again and again"):
        find_answer(opening * 100_000, NONCE)
    assert find_answer(f"{opening * (MOST_TRIES - 1)} {coded({})}", NONCE) == {}
