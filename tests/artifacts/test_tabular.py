"""CSV cells by row and column, JSON members by key; what is neither is still read as text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, Flag
from outcomes.artifacts.json_text import read_json
from outcomes.artifacts.tabular import read_csv
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from pathlib import Path


def rows(artifact: Artifact) -> dict[int, list[str]]:
    """The cells' texts by row."""
    found: dict[int, list[str]] = {}
    for cell in artifact.of_kind("cell"):
        found.setdefault(cell.row or 0, []).append(cell.text)
    return found


def outline(artifact: Artifact) -> list[tuple[str, str, str]]:
    return [(block.kind, block.locator, block.text) for block in artifact.walk()]


def test_a_csv_file_is_one_table_whose_first_row_is_its_header() -> None:
    artifact = read_csv(b"name,amount\nrent,1200\n", "x.csv")

    assert artifact.units[0].blocks == (
        Block(
            "table",
            "x.csv",
            children=(
                Block("cell", "x.csv:R1C1", "name", row=1, column=1, header=True),
                Block("cell", "x.csv:R1C2", "amount", row=1, column=2, header=True),
                Block("cell", "x.csv:R2C1", "rent", row=2, column=1),
                Block("cell", "x.csv:R2C2", "1200", row=2, column=2),
            ),
        ),
    )
    assert (artifact.kind, artifact.facts, artifact.flags) == ("csv", {"rows": 2, "columns": 2}, ())


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"a;b\n1,5;2,5", "x.csv", {1: ["a", "b"], 2: ["1,5", "2,5"]}),
        (b"a|b\n1|2", "x.csv", {1: ["a", "b"], 2: ["1", "2"]}),
        (b"a\tb,c\n1\t2", "x.csv", {1: ["a", "b,c"], 2: ["1", "2"]}),
        (b"a b\tc", "x.tsv", {1: ["a b", "c"]}),
        (b"one\ntwo, three\n", "x.csv", {1: ["one"], 2: ["two", "three"]}),
        (b'"a,b",c\r\n"two\nlines","say ""x"""', "x.csv", {1: ["a,b", "c"], 2: ["two\nlines", 'say "x"']}),
        (b"a,b\n\n1,2", "x.csv", {1: ["a", "b"], 3: ["1", "2"]}),
        (b"\n", "x.csv", {}),
        ("a,\u00e4".encode("utf-16"), "x.csv", {1: ["a", "ä"]}),
    ],
)
def test_delimiters_quotes_and_blank_rows_are_understood(data: bytes, name: str, found: dict[int, list[str]]) -> None:
    assert rows(read_csv(data, name)) == found


def test_more_cells_than_the_limit_are_left_out_visibly() -> None:
    artifact = read_csv(b"a,b\nc,d\n", "x.csv", replace(DEFAULT_LIMITS, blocks=3))

    detail = "only the first 3 cells were read; the rest was left out"
    assert rows(artifact) == {1: ["a", "b"], 2: ["c"]}
    assert artifact.flags == (Flag("truncated", detail, locator="x.csv"),)


def test_a_field_too_large_for_the_csv_rules_is_read_as_text() -> None:
    artifact = read_csv(b'"' + b"x" * 200_000, "x.csv")

    assert [(block.kind, block.locator, len(block.text)) for block in artifact.walk()] == [
        ("paragraph", "x.csv:L1", 200_001)
    ]
    assert [flag.code for flag in artifact.flags] == ["malformed"]


CELL = st.text(alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6))
def test_every_cell_that_was_written_is_read_where_it_was_put(table: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t").writerows(table)

    assert rows(read_csv(stream.getvalue().encode(), "x.tsv")) == dict(enumerate(table, 1))


def test_json_members_are_blocks_in_their_own_spelling() -> None:
    artifact = read_json(b'{"title": "Plan",\n "steps": [1, 2],\n "done": true}', "plan.json")

    assert outline(artifact) == [
        ("code", "plan.json / title", '"title": "Plan",'),
        ("code", "plan.json / steps", '"steps": [1, 2],'),
        ("code", "plan.json / done", '"done": true'),
    ]
    assert artifact.find('"Plan", "steps": [1,').check == "normalised"


def test_long_members_are_opened_up_and_lists_of_numbers_are_not() -> None:
    value = {"steps": [{"title": "x" * 1500, "why": "y" * 700}, "last"], "series": list(range(900))}

    found = outline(read_json(json.dumps(value).encode(), "plan.json"))

    assert [(kind, locator, text[:14]) for kind, locator, text in found] == [
        ("group", "plan.json / steps", '"steps": ['),
        ("group", "plan.json / steps[0]", "{"),
        ("code", "plan.json / steps[0] / title", '"title": "xxxx'),
        ("code", "plan.json / steps[0] / why", '"why": "yyyyyy'),
        ("code", "plan.json / steps[1]", '"last"'),
        ("code", "plan.json / series", '"series": [0, '),
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"[1, {}]", [("code", "x.json / [0]", "1,"), ("code", "x.json / [1]", "{}")]),
        (b" 12 ", [("code", "x.json", "12")]),
        (b"{}", [("code", "x.json", "{}")]),
        (b"9" * 5000, [("code", "x.json", "9" * 5000)]),
        (b'{"a\\u0000\\u202e": 1}', [("code", "x.json / a\\x00\\u202e", '"a\\u0000\\u202e": 1')]),
    ],
)
def test_any_json_value_can_be_a_whole_file(data: bytes, found: list[tuple[str, str, str]]) -> None:
    assert outline(read_json(data, "x.json")) == found


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"{", "not valid JSON (line 1, column 2: Expecting property name enclosed in double quotes)"),
        (b"[1]\n[2]", "not valid JSON (more text after the value, at character 5)"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_read_as_text_and_flagged(data: bytes, detail: str) -> None:
    artifact = read_json(data, "x.json")

    assert artifact.flags == (Flag("malformed", f"{detail}; read as plain text", locator="x.json"),)
    assert "".join(block.text for block in artifact.walk()).encode() == data


def test_json_beyond_the_limits_is_cut_or_read_as_text() -> None:
    few = replace(DEFAULT_LIMITS, blocks=2)

    assert [flag.code for flag in read_json(b"[1,2,3]", "x.json", few).flags] == ["truncated"]
    assert [flag.code for flag in read_json(b"[" + b"1," * 30 + b"1]", "x.json", few).flags] == ["malformed"]
    with pytest.raises(ArtifactError, match="the limit for one text is 2"):
        read_json(b"[1]", "x.json", replace(DEFAULT_LIMITS, part_bytes=2))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 2]))
def test_all_json_is_found_again_in_its_blocks(value: object, indent: int | None) -> None:
    artifact = read_json(json.dumps(value, indent=indent).encode(), "x.json")

    assert artifact.flags == ()
    joined = "".join(block.text for block in artifact.walk())
    if value and isinstance(value, dict | list):
        joined = f"{{{joined}}}" if isinstance(value, dict) else f"[{joined}]"
    assert json.loads(joined) == value


@pytest.mark.corpus
def test_csv_files_of_the_corpus_are_tables(corpus: Path) -> None:
    found = {
        path.name: (
            read_csv(path.read_bytes(), path.name).facts,
            [f.code for f in read_csv(path.read_bytes(), "x").flags],
        )
        for path in sorted((corpus / "documents/csv").glob("*"))
    }

    assert found == {
        "docling__csv-single-column.csv": ({"rows": 7, "columns": 1}, []),
        "markitdown__test_mskanji.csv": ({"rows": 4, "columns": 3}, ["encoding"]),
    }


# -- what is lost elsewhere ----------------------------------------------------------------------------------------


def test_a_first_row_with_numbers_is_no_header() -> None:
    headers = [cell.text for cell in read_csv(b"2023,12\n2024,15\n", "a.csv").of_kind("cell") if cell.header]

    assert headers == []


def test_rows_of_other_lengths_are_named() -> None:
    artifact = read_csv(b"a,b\n1\n\n1,2,3\n1,2\n", "a.csv")

    assert artifact.flags == (
        Flag(
            "ragged-rows",
            "not every row has as many cells as the first: rows 2, 4",
            locator="a.csv:R2C1",
            severity="info",
        ),
    )


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [("名前,年齢\n佐藤,30\n", "cp932", "Shift-JIS"), ("Städte,Größe\nKöln,“groß”\n", "cp1252", "Windows-1252")],
)
def test_common_encodings_are_guessed_and_the_guess_is_said(text: str, codec: str, name: str) -> None:
    artifact = read_csv(text.encode(codec), "a.csv")

    assert "\n".join(",".join(row) for row in csv.reader(io.StringIO(text))).replace(",", "\n") == artifact.visible_text
    assert [(flag.code, name in flag.detail, "guess" in flag.detail) for flag in artifact.flags] == [
        ("encoding", True, True)
    ]


def test_bytes_that_make_no_sense_in_any_encoding_are_replaced() -> None:
    artifact = read_csv(b"a,\xff\xfe\x81\x8d\x9d", "a.csv")

    assert "\ufffd" in artifact.visible_text
    assert "U+FFFD" in artifact.flags[0].detail


def test_a_key_that_an_object_has_twice_is_flagged_and_big_numbers_stay_as_written() -> None:
    artifact = read_json(b'{"a": 1, "b": {"x": 12345678901234567890.10, "x": 2}}', "a.json")

    assert [(flag.code, "'x'" in flag.detail) for flag in artifact.flags] == [("duplicate-key", True)]
    assert "12345678901234567890.10" in artifact.visible_text


def test_a_key_that_an_object_has_twice_is_two_members_and_a_flag() -> None:
    artifact = read_json(b'{"a": 1, "a": 2, "a #2": 3, "b": {"a": 4}}', "x.json")

    assert outline(artifact) == [
        ("code", "x.json / a", '"a": 1,'),
        ("code", "x.json / a #2", '"a": 2,'),
        ("code", "x.json / a #2 #2", '"a #2": 3,'),
        ("code", "x.json / b", '"b": {"a": 4}'),
    ]
    detail = "an object has a key twice, and programs differ in which value they take: 'a'"
    assert artifact.flags == (Flag("duplicate-key", detail, locator="x.json"),)


def test_deep_keys_that_look_like_paths_do_not_share_a_locator() -> None:
    long = "x" * 3_000
    artifact = read_json(f'{{"a": {{"b": "{long}"}}, "a / b": 1}}'.encode(), "x.json")

    assert [block.locator for block in artifact.walk()] == ["x.json / a", "x.json / a / b", "x.json / a / b #2"]
