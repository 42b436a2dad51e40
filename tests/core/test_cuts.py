"""Words are cut out of a text only where they still say what it says there, and found as a grader was shown them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.cuts import find_in_order, find_part

from .factories import a_unit, an_artifact


def check(text: str, quote: str) -> str:
    return an_artifact(a_unit(1, Block("paragraph", "¶1", text))).find(quote, "¶1").check


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("10\u2076 units were sold", "106 units were sold"),
        ("2\u00b9\u2070 bytes of it", "210 bytes of it"),
        ("it has 10\u2076 units", "it has 10"),
        ("it has 10\u207b\u00b3 units", "it has 10"),
        ("it has 1.234\u00b2 units", "it has 1.234"),
        ("it has 1,234\u00b9 units", "it has 1,23"),
        ("it has 1,234\u00b9 units", "it has 1,2341 units"),
        ("it has 1,234\u00b9\u00b2 units", "it has 1,234\u00b9"),
        ("\u00bd million euros", "2 million euros"),
        ("5\u00bd million euros", "51/2 million euros"),
        ("3/4 of it is done", "4 of it is done"),
        ("1'234'567 euros in all", "567 euros in all"),
        ("12:34 was the time", "34 was the time"),
        ("it fell by .5 points", "5 points"),
        ("a loss of -.5 points", "5 points"),
        ("a loss of -\u20ac12 million", "\u20ac12 million"),
        ("a loss of -EUR 12 million", "EUR 12 million"),
        ("it costs US$5m a year", "$5m a year"),
        ("1\u200b12 million euros", "12 million euros"),
        ("-\u200b12 million euros", "12 million euros"),
        ("\u207b12 million euros", "12 million euros"),
        ("unacceptable to the board", "acceptable to the board"),
        ("non-compliant with the rules", "compliant with the rules"),
        ("it was approved nowhere else", "it was approved now"),
        ("grew by 12 percentage points", "grew by 12 percent"),
        ("it uses 5 kWh a day", "it uses 5 kW"),
        ("it uses 5kWh a day", "it uses 5"),
        ("grew by 12% in May", "grew by 12"),
        ("The plan can't be approved", "The plan can"),
        ("The plan isn't approved", "t approved"),
        ("This is not acceptable to the board", "acceptable to the board"),
        ("The board did not\napprove the plan", "approve the plan"),
        ("It went ahead without approval of the board", "approval of the board"),
        ("\u672a\u627f\u8a8d\u3067\u3059", "\u627f\u8a8d\u3067\u3059"),
        ("It was, said Dr. Lee, not approved by all", "It was ... approved by all"),
        ("The plan was hardly approved by all of them", "The plan was ... approved by all"),
        ("It was unapproved by all of them", "It was ... approved by all"),
    ],
)
def test_what_a_cut_would_change_is_not_found(text: str, quote: str) -> None:
    assert check(text, quote) == "not_found"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("10\u2076 units were sold", "10^6 units were sold"),
        ("it has 1,234\u00b9 units", "it has 1,234"),
        ("it has 1,234\u00b9 units", "it has 1,234\u00b9 units"),
        ("5\u00bd million euros", "5 1/2 million euros"),
        ("between 10-12 million", "12 million"),
        ("in 2024 (see note 3)", "see note 3"),
        ("The rise was 5%, he said", "rise was 5%"),
        ("CO2 fell by 3 t", "CO2 fell"),
        ("Sales rose. Not all plants closed.", "Not all plants closed"),
        ("Not acceptable. The board left.", "The board left"),
        ("l'argent de la ville", "argent de la ville"),
        ("\u672c\u5e74\u5ea6\u306e\u58f2\u4e0a\u9ad8", "\u58f2\u4e0a\u9ad8"),
        ("The plan, which the board saw, was approved by all", "The plan ... was approved"),
        ("It was approved. Nobody left. It was built.", "It was approved ... It was built"),
        ("It was approved by all of them", "It was [...] by all of them"),
        ("It was approved by all of them", "It was (\u2026) by all of them"),
    ],
)
def test_what_a_cut_leaves_as_it_is_is_found(text: str, quote: str) -> None:
    assert check(text, quote) in ("exact", "normalised")


def test_a_not_at_the_end_of_one_block_denies_nothing_in_the_next() -> None:
    artifact = an_artifact(
        a_unit(1, Block("heading", "¶1", "What this is not"), Block("paragraph", "¶2", "Acceptable to the board"))
    )
    assert artifact.find("Acceptable to the board", "¶1").check == "moved"
    assert artifact.find("Acceptable to the board", "¶2").check == "exact"


def cell(row: int, column: int, text: str) -> Block:
    return Block("cell", f"Table 1 R{row}C{column}", text, row=row, column=column)


GRID = (("Region", "Growth"), ("North", "12 %"), ("South", "-5 %"))
ROWS = tuple(cell(r, c, text) for r, row in enumerate(GRID, 1) for c, text in enumerate(row, 1))
TABLE = an_artifact(a_unit(1, Block("table", "Table 1", "", children=ROWS)))
SHEET = Artifact(
    kind="xlsx", name="a.xlsx", files=(FileEntry("a.xlsx", "a" * 64, 1),), units=(Unit("sheet", 1, "S", blocks=ROWS),)
)


@pytest.mark.parametrize("artifact", [TABLE, SHEET])
@pytest.mark.parametrize("quote", ["12 % South", "Growth North 12 %", "12 % | South", "Growth | North"])
def test_cells_of_two_rows_are_nobodys_words(artifact: Artifact, quote: str) -> None:
    assert artifact.find(quote).check == "not_found"
    assert artifact.find(quote, "Table 1").check == "not_found"


@pytest.mark.parametrize("artifact", [TABLE, SHEET])
@pytest.mark.parametrize(
    "quote",
    [
        "North | 12 %",
        "| North | 12 % |",
        "R2: North | 12 %",
        "R1 header: Region | Growth",
        "North|12 %",
        "North 12 %",
        "[S!A2] North | [B2] 12 %",
        "North 12 % South -5 %",
        "North | 12 % | ",
    ],
)
def test_a_row_is_found_as_it_was_shown(artifact: Artifact, quote: str) -> None:
    assert artifact.find(quote).check in ("exact", "normalised")


@pytest.mark.parametrize(
    "quote",
    [
        "**the plan** was approved",
        "__the plan__ was *approved*",
        "## the plan was approved",
        "_the plan_ was approved",
        "2. the plan was approved",
        "the plan was &quot;approved&quot;",
        'the plan was \\"approved\\"',
    ],
)
def test_marks_of_markup_are_no_words(quote: str) -> None:
    item = Block("list_item", "L6", 'the plan was "approved" by all', label="2.")
    plain = Block("list_item", "L7", "the plan was approved by all", label="2.")
    found = an_artifact(a_unit(1, item, plain)).find(quote)
    assert found.check == "normalised"


@pytest.mark.parametrize("quote", ["3. the plan was approved", "*the plan was rejected*", "the plan was | approved"])
def test_other_marks_and_other_words_are_not_found(quote: str) -> None:
    item = Block("list_item", "L6", "the plan was approved by all", label="2.")
    assert an_artifact(a_unit(1, item)).find(quote).check == "not_found"


@given(st.text(), st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_whatever_is_found_stands_there(text: str, part: str, parts: list[str]) -> None:
    at = find_part(text, part, 0)
    assert at < 0 or text.startswith(part, at)
    found = find_in_order(parts, text)
    assert found is None or all(text.startswith(it, place) for it, place in zip(parts, found, strict=True))


def test_long_numbers_take_no_time() -> None:
    digits = "1" * 300_000
    assert find_part(digits, "1" * 5_000, 0) == -1
    assert find_part(digits + " 77", "77", 0) == 300_001


def test_white_space_and_marks_without_end_take_no_time() -> None:
    artifact = an_artifact(a_unit(1, Block("paragraph", "¶1", "words")))
    for quote in (" \t" * 500_000 + "x", "( " * 500_000, "**a " * 250_000, "| " * 500_000, "...." * 1_000):
        assert artifact.find(quote).check == "not_found"


def test_a_block_of_dots_is_found_where_it_stands() -> None:
    assert check("....", "....") == "exact"
