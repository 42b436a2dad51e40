"""Rubrics in pipe tables."""

# ruff: noqa: E501  (a case of input and error is read on one line)

from __future__ import annotations

import pytest

from outcomes.rubric import CheckCall
from tests.formats.reading import Row, markdown, refusal, rows, stated, texts

TABLE = """\
## Numbers

| # | Criterion | Points | Must? | Check | Area | Notes |
|---|:---------|-------:|---|---|---|---|
| 1 | Every figure has a source | 3 | yes | | Sources | why |
| 2 | Every a \\| b adds up | -2 pts | no | | Sources | |
| 3 | Every slide has a title | 20% | x | `check: pptx.titles` | | |
| 4 | Five slides | 1 | nice to have | pptx.slides min=5 | | |
|   | | | - | | | |
| | **Total** | 22 | - | | | |
"""


def test_the_header_row_names_what_the_columns_say() -> None:
    page = TABLE.replace("|   | | | - | | | |\n", "")
    rubric = markdown(page)
    assert rows(rubric) == [
        Row("Every figure has a source", ("Numbers", "Sources"), points=3),
        Row("Every a | b adds up", ("Numbers", "Sources"), required=False, points=-2),
        Row("Every slide has a title", ("Numbers",), points=20),
        Row("Five slides", ("Numbers",), required=False),
    ]
    assert [criterion.check for criterion in rubric.criteria[2:]] == [
        CheckCall(name="pptx.titles"),
        CheckCall(name="pptx.slides", args={"min": 5}),
    ]
    assert [criterion.line for criterion in rubric.criteria] == [5, 6, 7, 8]


def test_columns_of_name_and_description_make_one_text() -> None:
    assert texts(markdown("| Criterion | Description |\n|--|--|\n| Clarity | No jargon |\n| Brevity | |")) == [
        "Clarity: No jargon",
        "Brevity",
    ]


def test_the_rarer_columns_are_read_too() -> None:
    page = (
        "| ID | Requirement | Applies when | About | Needs | Withheld |\n|--|--|--|--|--|--|\n"
        "| `n1` | Notes agree | there are notes | hidden | reference | yes |\n"
    )
    rubric = markdown(page)
    assert rubric.ids == ("n1",)
    assert stated(rubric.criteria[0]) == {
        "applies_when": "there are notes",
        "about": "hidden",
        "needs": "reference",
        "withheld": True,
    }


def test_marks_in_a_cell_count_and_an_empty_row_does_not() -> None:
    assert rows(markdown("| Criterion |\n|--|\n| a (2 points) |\n| |\n| b |")) == [
        Row("a", required=False, points=2),
        Row("b"),
    ]


def test_a_table_without_a_column_of_criteria_explains() -> None:
    assert rows(markdown("| Grade | Meaning |\n|--|--|\n| 5 | perfect |\n\n- a")) == [Row("a")]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (TABLE, "r.md:9: a row without a criterion; write what must hold, or delete the row"),
        ("| Criterion | Wieght |\n|--|--|\n| a | 2 |", "r.md:1:15: unknown column 'wieght'. Did you mean 'weight'? Columns: criterion, points, required, check, id, section, applies when, withheld, about, needs, cap, notes"),
        ("| Criterion | Points | Weight |\n|--|--|--|\n| a | 2 | 2 |", "r.md:1:24: two columns say 'points'; keep one"),
        ("\n| Thing | Points |\n|--|--|\n| a | 2 |", "r.md:2: the table has no column of criteria; name one `Criterion`"),
        ("| Criterion | Points |\n|--|--|\n| a | two |", "r.md:3:7: expected a number of points, found 'two'"),
        ("| Criterion | Points |\n|--|--|\n| a (3 points) | 2 |", "r.md:3:18: the row says 'points' twice, and differently; keep one"),
        ("| Criterion | Required |\n|--|--|\n| a | perhaps |", "r.md:3:7: expected `yes` or `no`, found 'perhaps'"),
        ("| Criterion | Required |\n|--|--|\n| a | |", "r.md:3: say `yes` or `no` in every row of this column"),
        ("| Criterion | Check |\n|--|--|\n| a | `check: words max=` |", "r.md:3:25: argument 'max' needs a value; text stands in straight double quotes: max=\"...\""),
        ("| Criterion | About |\n|--|--|\n| a | secret |", "r.md:3: about: input should be 'visible', 'hidden' or 'looks', found 'secret'"),
    ],
)  # fmt: skip
def test_what_a_table_cannot_say_is_refused_with_its_place(page: str, expected: str) -> None:
    assert refusal(page) == expected


@pytest.mark.parametrize(
    "odd",
    ["<![x ", "<![CDATA[x", "<!x", "<?x", "<td a='", "</", "<", "&#", "&#x110000;", "<!-- x", "<td colspan=999999999>"],
)
def test_odd_html_in_a_table_is_no_reason_to_fail(odd: str) -> None:
    page = f"<table><tr><td>Criterion</td></tr>\n<tr><td>a</td></tr><tr><td>b {odd}</td></tr></table>\n"
    assert texts(markdown(page))[0] == "a"


def test_a_wide_cell_stands_for_as_many_columns_and_the_cells_of_a_table_in_it_are_its_words() -> None:
    page = (
        "<table><tr><th colspan='2'>Notes</th><th>Criterion</th></tr>\n"
        "<tr><td>x</td><td>y</td><td>a &amp; <table><tr><td>b</td></tr></table></td></tr></table>\n"
    )
    assert texts(markdown(page)) == ["a & b"]
