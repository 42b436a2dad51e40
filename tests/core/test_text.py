"""Text: folding forgives only what a reader cannot see, and nothing untrusted reaches a terminal raw."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.text import clip, count, count_words, did_you_mean, fold, invisible, raised, shown, slug, squash, words

LAWS = settings(max_examples=80, deadline=None)
PRINTED_AS_THEY_ARE = "\t\n\u00ad\u200c\u200d\ufe0e\ufe0f"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  two   words\n", "two words"),
        ("no\u00a0break", "no break"),
        ("2020\u20132024", "2020-2024"),
        ("a \u2014 b \u2212 c \ufe58 d", "a - b - c - d"),
        ("\u201cquoted\u201d \u2018here\u2019 \u00abthere\u00bb", '"quoted" \'here\' "there"'),
        ("`tick`", "'tick'"),
        ("\ufb01nal o\ufb03ce", "final office"),
        ("co\u00adop\u200bera\ufefftion", "cooperation"),
        ("\uff21\uff22\uff23 \u00bd", "ABC 1/2"),
        ("10\u2076 units, 10\u207b\u00b9\u00b2, 5\u00bd, 5\u2460", "10^6 units, 10^-12, 5 1/2, 5 1"),
        ("e\u0301", "\u00e9"),
        ("and so on\u2026", "and so on..."),
        ("\u200b\u00ad", ""),
    ],
)
def test_folding_removes_the_differences_that_a_reader_does_not_see(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "shown_as"),
    [
        ("6", "\u2076"),
        ("-12", "\u207b\xb9\xb2"),
        ("\u22121", "\u207b\xb9"),
        ("2+", "\xb2\u207a"),
        ("(1)", "\u207d\xb9\u207e"),
        ("n", "\u207f"),
        ("1, 2", "\xb9, \xb2"),
        ("\xb2", "\xb2"),
        ("*", "*"),
        ("1st", "1st"),
        ("TM", "TM"),
        ("[1]", "[1]"),
        ("", ""),
    ],
)
def test_what_is_raised_has_its_own_form_where_all_of_it_has_one(written: str, shown_as: str) -> None:
    assert raised(written) == shown_as


@LAWS
@given(st.text() | st.text(st.sampled_from("0123456789+-=()ni,. [a\u2013")))
def test_a_raised_form_is_as_long_as_the_text_and_folds_to_the_same(text: str) -> None:
    """But for a number behind another, which stays apart from it; what was raised before is left out here."""
    assert len(raised(text)) == len(text)
    if not any(unicodedata.decomposition(sign) for sign in text):
        assert fold(raised(text)) == fold(text)
        assert fold("x" + raised(text)) == fold("x" + text)


@LAWS
@given(st.integers(0, 10**6), st.integers(-99, 99))
def test_a_number_and_what_is_raised_behind_it_are_never_one_number(number: int, power: int) -> None:
    assert fold(f"{number}{raised(str(power))}") == f"{number}^{power}"


@pytest.mark.parametrize(("one", "other"), [("Net", "net"), ("10 %", "10%"), ("a.b", "a b"), ("5", "6"), ("ss", "ß")])
def test_folding_keeps_the_differences_that_a_reader_sees(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@LAWS
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@LAWS
@given(st.text(), st.integers(min_value=0), st.sampled_from("\u00ad\u200b\u2060\ufeff\u202e\U000e0041"))
def test_an_invisible_character_anywhere_does_not_matter(text: str, at: int, character: str) -> None:
    cut = at % (len(text) + 1)
    assert fold(text[:cut] + character + text[cut:]) == fold(text)


def test_marks_without_end_are_folded_in_time_and_change_nothing_around_them() -> None:
    """Putting n marks of two classes in order takes n * n steps where nobody stops it."""
    marks = "\u0315\u0323" * 200_000
    folded = fold(f"caf\u0065\u0301 {marks} caf\u0065\u0301")

    assert (folded[:6], folded[-5:], len(folded)) == ("café \u0323", " café", 400_000 + 10)


def test_invisible_characters_are_named() -> None:
    assert invisible("a\u200bb\U000e0041\ufff9") == {"\u200b", "\U000e0041", "\ufff9"}
    assert invisible("plain") == frozenset()
    assert invisible("caf\u00e9") == frozenset()


@pytest.mark.parametrize(
    ("untrusted", "printed"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x9b31m", r"\x9b31m"),
        ("a\rb", r"a\x0db"),
        ("safe \u202etxt.exe", r"safe \u202etxt.exe"),
        ("tag \U000e0041", r"tag \U000e0041"),
        ("line\u2028break", r"line\u2028break"),
        ("two\nlines\tand tabs", "two\nlines\tand tabs"),
        ("caf\u00e9 \u65e5\u672c \U0001f469\u200d\U0001f4bb", "caf\u00e9 \u65e5\u672c \U0001f469\u200d\U0001f4bb"),
    ],
)
def test_what_could_move_a_cursor_or_hide_is_shown_as_an_escape(untrusted: str, printed: str) -> None:
    assert shown(untrusted) == printed


def test_no_control_or_line_separator_or_surrogate_reaches_a_terminal() -> None:
    """Over every code point there is."""
    dangerous = {"Cc", "Cs", "Zl", "Zp"}
    raw = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) in dangerous]
    assert [mark for mark in raw if shown(mark) == mark] == ["\t", "\n"]
    shown("".join(raw)).encode()


def test_every_invisible_character_is_shown_but_those_that_shape_letters() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert invisible(shown("".join(invisible(everything)))) == set(PRINTED_AS_THEY_ARE) - {"\t", "\n"}


@LAWS
@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_clipped_text_is_one_line_and_fits(text: str, most: int) -> None:
    line = clip(text, most)
    assert len(line) <= most
    assert line == squash(text) or line.endswith("\u2026")
    assert "\n" not in line


def test_a_text_is_clipped_between_words_where_that_leaves_enough() -> None:
    assert clip("one two three four", 12) == "one two\u2026"
    assert clip("a Donaudampfschiff", 12) == "a Donaudamp\u2026"
    assert clip("short", 12) == "short"


@LAWS
@given(st.text())
def test_a_slug_is_lower_case_ascii_words_joined_by_hyphens(text: str) -> None:
    name = slug(text)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    assert not name.endswith("-")
    assert name.count("-") <= 4


def test_a_slug_keeps_the_first_words() -> None:
    assert slug("Every slide has a title, and a number") == "every-slide-has-a-title"
    assert slug("\u00c9t\u00e9 & caf\u00e9s", most_words=2) == "ete-cafes"
    assert slug("\u65e5\u672c\u8a9e") == ""


def test_words_hold_apostrophes_and_hyphens_together() -> None:
    assert words("Don't stop: year-end, it\u2019s (3) \u2014 ok") == [
        "Don't",
        "stop",
        "year-end",
        "it\u2019s",
        "3",
        "ok",
    ]


@LAWS
@given(st.text() | st.text(st.sampled_from("ab_1'- .\u2019\u00e9")))
def test_words_are_counted_as_they_are_found(text: str) -> None:
    assert count_words(text) == len(words(text))


@pytest.mark.parametrize("text", ["", "-", "'a'", "-a", "a-", "a--b", "a - b", "a'-b", "don't", "_", "a\n-b\t'c"])
def test_words_with_marks_at_their_edges_are_counted_as_they_are_found(text: str) -> None:
    assert count_words(text) == len(words(text))


def test_a_close_name_is_suggested_and_a_far_one_is_not() -> None:
    assert did_you_mean("pptx.slide", ["pptx.slides", "text.words"]) == " Did you mean 'pptx.slides'?"
    assert did_you_mean("banana", ["pptx.slides", "text.words"]) == ""
    assert did_you_mean("anything", []) == ""


def test_numbers_agree_with_their_nouns() -> None:
    assert [count(0, "gap"), count(1, "gap"), count(2, "gap")] == ["0 gaps", "1 gap", "2 gaps"]
    assert count(1200, "entry", "entries") == "1,200 entries"
