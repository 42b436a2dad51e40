"""Laws that hold for every file."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.formats.markdown_writer import write_markdown
from tests.formats.reading import Row, markdown, rows, yaml

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


@given(pages, st.sampled_from(["- ", "1. ", "* ", "- [ ] "]))
def test_a_list_of_criteria_in_markdown_reads_back_as_it_was(page: list[Row], bullet: str) -> None:
    lines = ["# Title"]
    for row in page:
        lines += [f"{'#' * (depth + 2)} {name}" for depth, name in enumerate(row.section)]
        lines += ["", f"{bullet}{row.text} {_mark(row)}", ""]
    assert rows(markdown("\n".join(lines))) == page


@given(pages)
def test_a_list_of_criteria_in_yaml_and_json_reads_back_as_it_was(page: list[Row]) -> None:
    listed = json.dumps([row._asdict() for row in page])
    flow = "\n".join(f"- {json.dumps(row._asdict(), ensure_ascii=False)}" for row in page)
    assert rows(yaml(listed)) == rows(yaml(flow)) == page


FRAGMENTS = [
    "- ", "  - ", "# ", "## ", "\n", "\n\n", "1. ", "> ", "| ", "|--|--|", "Criterion", "Points", "---\n", "title: ",
    "criteria: ", "text: ", "points: ", "sections:\n", "(5 points)", "(required)", "[weight: 2]", "(id: a)", "**must** ",
    "`check: words min=5`", "`check: ", "`", "``", '"', "[", "]", "(", ")", "{", "}", ", ", ":", "<!--", "-->", "\\", "&a ",
    "*a", "!!str ", "%", "\t", "\u2028", "\x85", "\u00e9", "a", "b c", "null", ".inf", "~~~", "<b>", "- [ ] ",
]  # fmt: skip
anything = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join) | st.text(max_size=60)


@settings(max_examples=200)
@given(anything, st.sampled_from([markdown, yaml]))
def test_every_text_is_a_rubric_that_can_be_written_or_a_rubric_error(text: str, read: type[markdown]) -> None:
    try:
        rubric = read(text)
    except RubricError as error:
        assert error.source in ("r.md", "r.yaml")
        return
    again = markdown(write_markdown(rubric))
    assert (rows(again), again.ids) == (rows(rubric), rubric.ids)
