"""Tables that are too large to be read in full: what is wrong is told, what may be right is not called right."""

from __future__ import annotations

import pytest

from outcomes.artifacts.tabular import read_csv
from outcomes.checks import ALL
from outcomes.reader import Limits
from tests.checks.support import run, where

LONG = b"id,price\n" + b"".join(b"A%d,%d\n" % (row, row) for row in range(20))
CALLS = [("csv.columns", {"names": ["id"], "filled": ["id"], "unique": ["id"]}), ("csv.types", {})]
every_call = pytest.mark.parametrize(("name", "args"), CALLS)


@every_call
def test_a_table_that_was_cut_is_not_called_right_and_its_last_row_not_called_short(
    name: str, args: dict[str, object]
) -> None:
    result = run(ALL[name], read_csv(LONG, "work.csv", Limits(blocks=21)), **args)
    assert (result.passed, result.findings) == (None, ())
    assert result.measured.endswith("only the first 21 cells were read; the rest was left out")


@every_call
def test_a_table_that_was_read_in_full_is_right(name: str, args: dict[str, object]) -> None:
    assert run(ALL[name], read_csv(LONG, "work.csv"), **args).passed


@pytest.mark.parametrize(
    ("name", "args", "row", "place"),
    [(*CALLS[0], b"A1,5\n", "work.csv:R5C1"), (*CALLS[1], b"A9,n/a\n", "work.csv:R5C2")],
)
def test_what_is_wrong_in_the_rows_that_were_read_is_told(
    name: str, args: dict[str, object], row: bytes, place: str
) -> None:
    data = LONG.replace(b"A3,3\n", row)
    result = run(ALL[name], read_csv(data, "work.csv", Limits(blocks=21)), **args)
    assert (result.passed, list(where(result))) == (False, [place])
