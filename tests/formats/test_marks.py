"""Marks in an item, and the check at its end."""

# ruff: noqa: E501  (a case of input and error is read on one line)

from __future__ import annotations

from typing import Any

import pytest

from outcomes.rubric import CheckCall
from tests.formats.reading import markdown, refusal, stated, texts


def read(item: str) -> tuple[str, dict[str, Any]]:
    """The text and what is special about the first of two items."""
    criterion = markdown(f"- {item}\n- some other criterion").criteria[0]
    return criterion.text, stated(criterion)


OPTIONAL = {"required": False}


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ("a", {}),
        ("a (5 points)", {"points": 5, **OPTIONAL}),
        ("a (5 points).", {"points": 5, **OPTIONAL}),
        ("a (1pt)", {**OPTIONAL}),
        ("a (5 pts)", {"points": 5, **OPTIONAL}),
        ("a (2.5pt)", {"points": 2.5, **OPTIONAL}),
        ("a [weight: 2]", {"points": 2, **OPTIONAL}),
        ("a (weight 2)", {"points": 2, **OPTIONAL}),
        ("[weight=2] a", {"points": 2, **OPTIONAL}),
        ("a (-3 points)", {"points": -3, **OPTIONAL}),
        ("a (-1 point each)", {"points": -1, "per_occurrence": True, **OPTIONAL}),
        ("a (-1 point per occurrence)", {"points": -1, "per_occurrence": True, **OPTIONAL}),
        ("a (-1 point) (per occurrence)", {"points": -1, "per_occurrence": True, **OPTIONAL}),
        ("a (required)", {}),
        ("[required] a", {}),
        ("**must** a", {}),
        ("**Must:** a", {}),
        ("**Should** \u2013 a", OPTIONAL),
        ("a (5 points, required)", {"points": 5}),
        ("(required) a (5 points)", {"points": 5}),
        ("a (optional)", OPTIONAL),
        ("a (should)", OPTIONAL),
        ("a (nice)", OPTIONAL),
        ("a (Nice-to-have)", OPTIONAL),
        ("a (withheld)", {"withheld": True}),
        ("a (about: hidden)", {"about": "hidden"}),
        ("a (about: looks)", {"about": "looks"}),
        ("a (applies when: the deck has charts)", {"applies_when": "the deck has charts"}),
        ("a (applies when: it has charts (any), or maps)", {"applies_when": "it has charts (any), or maps"}),
        ("a (needs: reference)", {"needs": "reference"}),
        ("a `check: pptx.titles`", {"check": {"name": "pptx.titles"}}),
        ("a `check:pptx.slides min=5` (2 points)", {"check": {"name": "pptx.slides", "args": {"min": 5}}, "points": 2, **OPTIONAL}),
        ("a (2 points) `` check: words max=5 ``", {"check": {"name": "words", "args": {"max": 5}}, "points": 2, **OPTIONAL}),
    ],
)  # fmt: skip
def test_a_mark_is_taken_out_of_the_text(item: str, fields: dict[str, Any]) -> None:
    assert read(item) == ("a", fields)


def test_an_id_of_the_authors_own_is_kept() -> None:
    assert markdown("- a (id: my-id)\n- b").ids[0] == "my-id"


@pytest.mark.parametrize(
    "item",
    [
        "Every figure has a source (see annex)",
        "The list (5 points) is complete",
        "The file is [here](http://x.org/points)",
        "The code is `f(x)` (required by law)",
        "The word is `(5 points)`",
        "The note says (note: hidden)",
        "The week is named (weeks: 3)",
        "The kind is named (ids: 3)",
        "The text has a bracket )",
        "( The text has a bracket",
        "A ** must ** b",
        "**must**",
        "The price `is` **must**",
        "A 25 % share is shown (25 %)",
        "A file with `a check: b` in it",
        "A file with `note: b`",
    ],
)
def test_other_words_in_brackets_are_text(item: str) -> None:
    assert read(item) == (item, {})


def test_words_between_backslashes_and_comments_are_read_as_commonmark_reads_them() -> None:
    assert texts(markdown(r"- a \* b `c \* d` <!-- e --> \`f \(optional\)")) == [r"a * b `c \* d` `f (optional)"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("a (5,5 points)", "r.md:1:6: expected one finite number, found '5,5 points'."),
        ("a (nan points)", "r.md:1:6: expected one finite number, found 'nan points'."),
        ("a (inf points)", "r.md:1:6: expected one finite number, found 'inf points'."),
        ("a (1e999 points)", "r.md:1:6: expected one finite number, found '1e999 points'."),
        ("a [weight: high]", "r.md:1:6: expected one finite number, found 'weight: high'."),
        ("a [weigth: 2]", "r.md:1:6: unknown mark 'weigth'. Did you mean 'weight'?"),
        ("a (requierd)", "r.md:1:6: unknown mark 'requierd'. Did you mean 'required'?"),
        ("(optinal) a", "r.md:1:4: unknown mark 'optinal'. Did you mean 'optional'?"),
        ("a (about: hiden)", "r.md:1:6: `about:` takes 'hidden' or 'looks' or 'visible', found 'hiden'. Did you mean 'hidden'?"),
        ("a (abuot: hidden)", "r.md:1:6: unknown mark 'abuot'. Did you mean 'about'?"),
        ("a (needs: approval)", "r.md:1:6: `needs:` takes 'reference', found 'approval'."),
        ("a (apply when: x)", "r.md:1:6: unknown mark 'apply when'. Did you mean 'applies when'?"),
        ("a (required, see annex)", "r.md:1:6: 'see annex' is not a mark; keep marks and other words in brackets of their own."),
    ],
)  # fmt: skip
def test_what_is_almost_a_mark_is_refused_with_line_and_column(item: str, expected: str) -> None:
    assert refusal(f"- {item}") == f"{expected} To keep it as text, put a backslash before the bracket."


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("a (required) (optional)", "r.md:1:5: two marks disagree about 'required'; keep one"),
        ("a (5 points) [weight: 2]", "r.md:1:5: two marks disagree about 'points'; keep one"),
        ("a `check: words max=5` is short", "r.md:1:5: a check stands at the end of its item; move it there"),
        ("a (id: my id)", "r.md:1: an id is one word without brackets, commas or quotes, found 'my id'"),
        ("a `chek: words`", "r.md:1:6: 'chek' is no check. Did you mean 'check'?"),
    ],
)
def test_marks_that_cannot_be_meant_are_refused(item: str, expected: str) -> None:
    assert refusal(f"- {item}") == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("opens", CheckCall(name="opens")),
        ('contains text="Net revenue"', CheckCall(name="contains", args={"text": "Net revenue"})),
        ('sections names=["Summary", "Risks"] in_order=false', CheckCall(name="sections", args={"names": ["Summary", "Risks"], "in_order": False})),
        ("contains text=2024-01-01 ignore_case=true", CheckCall(name="contains", args={"text": "2024-01-01", "ignore_case": True})),
        ("words min=-5 max=1.5e3", CheckCall(name="words", args={"min": -5, "max": 1500.0})),
        ("contains text=NaN", CheckCall(name="contains", args={"text": "NaN"})),
        ('contains text="a=b (c) \\u00e9 \\"d\\""', CheckCall(name="contains", args={"text": 'a=b (c) é "d"'})),
        ("words\n  min=1", CheckCall(name="words", args={"min": 1})),
    ],
)  # fmt: skip
def test_a_check_takes_json_values_or_single_words(call: str, expected: CheckCall) -> None:
    assert markdown(f"- a `check: {call}`").criteria[0].check == expected


HOW = 'write `check: name key=value`, for example `check: pptx.slides min=5` or `check: contains text="Net revenue"`'


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("", f"r.md:1:13: the check has no name, found ''; {HOW}"),
        ("min=5", f"r.md:1:13: the check has no name, found 'min=5'; {HOW}"),
        ("words 5", "r.md:1:19: expected `key=value`, found '5'; text with spaces stands in double quotes, = has no spaces"),
        ("words min = 5", "r.md:1:19: expected `key=value`, found 'min'; text with spaces stands in double quotes, = has no spaces"),
        ("words min=1 min=2", "r.md:1:25: argument 'min' is given twice"),
        ("words min=", "r.md:1:23: argument 'min' needs a value; text stands in straight double quotes: min=\"...\""),
        ("contains text='a b'", "r.md:1:27: argument 'text' needs a value, found \"'a\"; text stands in straight double quotes: text=\"...\""),
        ("contains text=\u201ca b\u201d", "r.md:1:27: argument 'text' needs a value, found '\u201ca'; text stands in straight double quotes: text=\"...\""),
        ('contains text="a', "r.md:1:27: argument 'text': unterminated string starting at; values are JSON or a single word"),
        ('sections names=["a" "b"]', "r.md:1:33: argument 'names': expecting ',' delimiter; values are JSON or a single word"),
        ('contains text="a"b', "r.md:1:30: argument 'text': leave a space after the value, found 'b'"),
        ('sections names=[["a"]]', "r.md:1:28: argument 'names' must be text, a number, true, false or a list of these"),
        ('x a={"b": 1}', "r.md:1:17: argument 'a' must be text, a number, true, false or a list of these"),
        ("x a=[NaN]", "r.md:1:17: argument 'a' must be text, a number, true, false or a list of these"),
        ("x a=1e999", "r.md:1:17: argument 'a' must be text, a number, true, false or a list of these"),
        ('x a="\\ud800"', "r.md:1:17: argument 'a' must be text, a number, true, false or a list of these"),
        (f"x a={'9' * 5000}", "r.md:1:17: argument 'a': the number is too long"),
        (f"x a=[{'9' * 5000}]", "r.md:1:17: argument 'a' is not a value that can be read; give text, a number or a short list"),
        (f"x a={'[' * 50_000}", "r.md:1:17: argument 'a' is not a value that can be read; give text, a number or a short list"),
        ("words\n  min", "r.md:2:3: expected `key=value`, found 'min'; text with spaces stands in double quotes, = has no spaces"),
    ],
)  # fmt: skip
def test_a_check_that_cannot_be_read_is_refused_with_line_and_column(call: str, expected: str) -> None:
    assert refusal(f"- a `check: {call}`") == expected
