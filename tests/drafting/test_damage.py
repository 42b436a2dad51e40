"""A document that has lost something fails the line of its own draft that asked for it."""

from __future__ import annotations

import pytest

from outcomes import api
from tests.drafting import damage
from tests.drafting.examples import book, deck, report
from tests.drafting.support import artifact, checks_failed, drafted
from tests.rubrics.documents import DOCUMENTS

GOOD = {name: (documents.good, documents.suffix) for name, documents in DOCUMENTS.items()} | {
    "report": (report().to_bytes(), ".docx"),
    "deck": (deck().to_bytes(), ".pptx"),
    "book": (book(), ".xlsx"),
}
WAYS = {".docx": damage.WORD, ".pptx": damage.DECK, ".xlsx": damage.BOOK}
ASKED = {name: {line.check for line in drafted(data, f"a{suffix}").lines} for name, (data, suffix) in GOOD.items()}
CASES = [
    (name, check)
    for name, (_, suffix) in GOOD.items()
    for check in WAYS.get(suffix, {})
    if check in ASKED[name] and (suffix != ".xlsx" or name == "book")
]
"""Good documents, and what each can lose; workbooks go by the names of their sheets, so that only ours is damaged."""


@pytest.mark.parametrize(("name", "check"), CASES)
def test_what_was_lost_fails_the_line_that_asks_for_it(name: str, check: str) -> None:
    data, suffix = GOOD[name]
    draft = api.draft_rubric(artifact(data, f"a{suffix}"), everything=True)
    damaged = artifact(WAYS[suffix][check](data), f"a{suffix}")
    assert check in checks_failed(draft.rubric, damaged)


def test_every_way_of_losing_something_is_tried_on_something_that_has_it() -> None:
    tried = {(GOOD[name][1], check) for name, check in CASES}
    assert tried == {(suffix, check) for suffix, ways in WAYS.items() for check in ways}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_short_draft_finds_a_reminder_that_was_left_too(name: str) -> None:
    data, suffix = GOOD[name]
    draft = drafted(data, f"a{suffix}", everything=False)
    assert "no_placeholders" in {line.check for line in draft.lines}


@pytest.mark.parametrize(
    ("damaged", "check"),
    [
        ("id,name\n1,Tea\n2,Milk\nTotal,\n", "csv.columns"),
        ("id,name,amount\n1,Tea,4\n2,Milk,5\nTotal,All,15\n", "table_totals"),
        ("id,name,amount\n1,,4\n2,Milk,5\nTotal,All,9\n", "csv.columns"),
        ("id,amount,name\n1,4,Tea\n2,5,Milk\nTotal,9,All\n", "csv.columns"),
        ("id,name,amount\n" + "1,Tea,0\n" * 40 + "Total,All,0\n", "rows"),
    ],
)
def test_a_table_of_data_that_lost_a_column_a_row_or_its_order_is_found_out(damaged: str, check: str) -> None:
    draft = drafted("id,name,amount\n1,Tea,4\n2,Milk,5\n3,Salt,6\nTotal,All,15\n", "a.csv")
    assert check in checks_failed(draft.rubric, artifact(damaged, "b.csv"))


def test_a_json_document_that_lost_a_key_is_found_out() -> None:
    draft = drafted('{"items": [{"price": 1}, {"price": 2}]}', "a.json")
    for damaged in ('{"items": [{"price": 1}, {"cost": 2}]}', '{"items": [{"price": 1}, {"price": "2"}]}'):
        assert checks_failed(draft.rubric, artifact(damaged, "b.json")) == {"json.keys"}


def test_a_folder_that_lost_a_file_is_found_out() -> None:
    draft = api.draft_rubric(artifact("# A\n", "a.md", **{"b.csv": "x\n1\n"}))
    assert "files" in checks_failed(draft.rubric, artifact("# A\n", "a.md", **{"c.csv": "x\n1\n"}))
