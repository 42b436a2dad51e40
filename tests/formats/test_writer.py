"""A rubric written as markdown reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.formats.markdown_writer import write_markdown
from outcomes.rubric import CheckCall, Criterion, Rubric, criterion_id
from outcomes.text import squash
from tests.formats.reading import markdown

PAGE = """\
---
threshold: 0.8
applies_to: ["docx"]
---

# Product brief

- The brief is short (2 points, required) `check: words max=800`

## Numbers

- Every figure has a source (should)

### Rates

- Every rate has a base (-1 points each) (applies when: there are rates) (about: hidden)
- Every index has a year (optional, withheld) (needs: reference) (id: year)

##

- The brief has a date
"""


def test_a_rubric_is_written_as_a_person_would() -> None:
    assert write_markdown(markdown(PAGE)) == PAGE.replace("(should)", "(optional)")


def _criterion(text: str, section: tuple[str, ...] = (), criterion_id_: str = "") -> Criterion:
    return Criterion(id=criterion_id_ or criterion_id(section, text), text=text, section=section)


@pytest.mark.parametrize(
    "text",
    [
        "Every figure has a source (5 points)",
        "# not a heading",
        "- not a list",
        "1. not a list",
        "[ ] not a checkbox",
        "> not a quote",
        "--- ",
        "[a]: b",
        "<!-- not a comment -->",
        "<div>",
        "``` not code",
        "an open ` back-tick",
        "`check: words max=5`",
        "**must** stay",
        "a \\( backslash",
        "`a \\( b` stays",
        "a colon:",
        "(requierd)",
        "a | b",
    ],
)
def test_text_that_looks_like_markdown_reads_back_as_text(text: str) -> None:
    call = CheckCall(name="contains", args={"text": "`` `x\u00e9\n"})
    checked = _criterion(text, (text,)).model_copy(update={"check": call})
    rubric = Rubric(title=squash(text), criteria=(_criterion(text), checked))
    again = markdown(write_markdown(rubric))
    assert [(c.id, c.text, c.check) for c in again.criteria] == [
        (c.id, squash(c.text), c.check) for c in rubric.criteria
    ]
    assert again.title == rubric.title


def test_sections_deeper_than_markdown_goes_keep_their_ids() -> None:
    rubric = Rubric(criteria=(_criterion("a", tuple("bcdefgh")), _criterion("a", tuple("bcdefg"))))
    again = markdown(write_markdown(rubric))
    assert [c.section for c in again.criteria] == [("b", "c", "d", "e", "f / g / h"), ("b", "c", "d", "e", "f / g")]
    assert again.ids == rubric.ids


words = st.text(st.sampled_from("ab\u00e91. #*-[](),;`:\\<>!|_~&\n\u2028"), min_size=1, max_size=12)
lines = words.map(squash).filter(bool)
points = st.floats(allow_nan=False, allow_infinity=False)
calls = st.builds(
    CheckCall,
    name=st.sampled_from(["words", "pptx.slides"]),
    args=st.dictionaries(
        st.sampled_from(["min", "text"]), st.integers() | st.booleans() | lines | st.lists(lines | points)
    ),
)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    weight = draw(points | st.just(1.0))
    return Criterion(
        id=draw(st.uuids()).hex,
        text=draw(lines),
        section=tuple(draw(st.lists(st.sampled_from(["A", "B (2 points)", "# C", "d. `", "e:"]), max_size=3))),
        required=draw(st.booleans()),
        points=weight,
        per_occurrence=weight < 0 and draw(st.booleans()),
        withheld=draw(st.booleans()),
        check=draw(st.none() | calls),
        applies_when=draw(st.none() | lines),
        about=draw(st.sampled_from(["visible", "hidden"])),
        needs=draw(st.sampled_from([None, "reference"])),
    )


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    found = draw(st.lists(criteria(), min_size=1, max_size=3))
    given_ids = [
        c if draw(st.booleans()) else c.model_copy(update={"id": criterion_id(c.section, c.text)}) for c in found
    ]
    try:
        return Rubric(
            criteria=tuple(given_ids),
            title=draw(st.just("") | lines),
            threshold=draw(st.none() | st.floats(0, 1, exclude_min=True)),
            applies_to=draw(st.sampled_from([(), ("docx", "pptx")])),
        )
    except RubricError:  # twins, or nothing that could be earned
        return Rubric(criteria=(_criterion("a"),))


@settings(max_examples=60)
@given(rubrics())
def test_reading_what_was_written_gives_the_same_criteria(rubric: Rubric) -> None:
    again = markdown(write_markdown(rubric))
    leave_out = {"line", "section"}
    assert [c.model_dump(exclude=leave_out) for c in again.criteria] == [
        c.model_dump(exclude=leave_out) for c in rubric.criteria
    ]
    assert (again.title, again.threshold, again.applies_to) == (rubric.title, rubric.threshold, rubric.applies_to)


@settings(max_examples=60)
@given(rubrics())
def test_writing_what_was_read_gives_the_same_file(rubric: Rubric) -> None:
    written = write_markdown(rubric)
    assert write_markdown(markdown(written)) == written
