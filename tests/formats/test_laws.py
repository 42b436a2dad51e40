"""Laws that hold for every file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.formats.markdown_writer import write_markdown
from tests.formats.reading import Row, markdown, rows, yaml

if TYPE_CHECKING:
    from outcomes.rubric import Rubric

WORDS = ["figure", "source", "slide", "title", "risk", "owner", "date", "Zürich", "3.5", "don't"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
plain_rows = st.builds(
    Row,
    text=sentences,
    section=st.lists(st.sampled_from(["Numbers", "Looks", "Risks"]), min_size=1, max_size=3).map(tuple),
    required=st.booleans(),
    points=st.sampled_from([1.0, 2.0, 0.5, 20.0]),
)
pages = st.lists(plain_rows, min_size=1, max_size=12, unique_by=lambda row: (row.section, row.text))


def _mark(row: Row) -> str:
    points = [f"{row.points:g} points"] if row.points != 1 else []
    required = ["required" if row.required else "optional"]
    return f"({', '.join(points + required)})"


@settings(max_examples=50)
@given(pages, st.sampled_from(["- ", "1. ", "* ", "- [ ] "]))
def test_a_list_of_criteria_in_markdown_reads_back_as_it_was(page: list[Row], bullet: str) -> None:
    lines = ["# Title"]
    for row in page:
        lines += [f"{'#' * (depth + 2)} {name}" for depth, name in enumerate(row.section)]
        lines += ["", f"{bullet}{row.text} {_mark(row)}", ""]
    assert rows(markdown("\n".join(lines))) == page


@settings(max_examples=50)
@given(pages)
def test_a_list_of_criteria_in_yaml_and_json_reads_back_as_it_was(page: list[Row]) -> None:
    listed = json.dumps([row._asdict() for row in page])
    flow = "\n".join(f"- {json.dumps(row._asdict(), ensure_ascii=False)}" for row in page)
    assert rows(yaml(listed)) == rows(yaml(flow)) == page


MARKDOWN = [
    "- ",
    "  - ",
    "# ",
    "## ",
    "\n",
    "\n\n",
    "1. ",
    "> ",
    "| ",
    "|--|--|",
    "Criterion",
    "Points",
    "~~~",
    "- [ ] ",
]
YAML = [
    "---\n",
    "title: ",
    "criteria: ",
    "text: ",
    "points: ",
    "sections:\n",
    "{",
    "}",
    ", ",
    "&a ",
    "*a",
    "!!str ",
    "%",
]
MARKS = [
    "(5 points)",
    "(required)",
    "[weight: 2]",
    "(id: a)",
    "**must** ",
    "`check: words min=5`",
    "`check: ",
    "(",
    ")",
]
OTHER = [
    "`",
    "``",
    '"',
    "[",
    "]",
    ":",
    "<!--",
    "-->",
    "\\",
    "\t",
    "\u2028",
    "\x85",
    "\u00e9",
    "a",
    "b c",
    "null",
    ".inf",
    "<b>",
    "<table><td>Criterion",
    "<tr><td ",
    "<![x ",
    "&#",
]
fragments = st.sampled_from([*MARKDOWN, *YAML, *MARKS, *OTHER])
anything = st.lists(fragments, max_size=30).map("".join) | st.text(max_size=60)


def _read(text: str, form: str) -> Rubric | None:
    try:
        return markdown(text) if form == "markdown" else yaml(text)
    except RubricError:
        return None


@given(anything, st.sampled_from(["markdown", "yaml"]))
def test_every_text_is_a_rubric_that_can_be_written_or_a_rubric_error(text: str, form: str) -> None:
    rubric = _read(text, form)
    again = markdown(write_markdown(rubric)) if rubric else None
    assert (again and (rows(again), again.ids)) == (rubric and (rows(rubric), rubric.ids))
