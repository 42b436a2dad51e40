"""Whatever the example holds, it meets its draft, and the draft reads back as what was drafted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import api
from outcomes.errors import ArtifactError
from outcomes.testing.documents import Docx, Pptx
from tests.drafting.support import artifact, read_back

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=30)
TEXT = st.sampled_from(["Summary", "One line of text.", "TODO", "Total", "12 %", "1,204"]) | WORDS
TABLE = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=4)
)
PARTS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), TEXT, st.integers(1, 4)),
        st.tuples(st.just("paragraph"), TEXT),
        st.tuples(st.just("table"), TABLE),
        st.tuples(st.just("picture"), st.none() | TEXT),
        st.tuples(st.just("header"), TEXT),
        st.tuples(st.just("comment"), TEXT),
    ),
    max_size=8,
)
SLIDES = st.lists(st.tuples(st.none() | TEXT, st.lists(TEXT, max_size=3), st.none() | TEXT), min_size=1, max_size=5)


def _report(parts: list[tuple[object, ...]]) -> bytes:
    made = Docx().paragraph("Begin")
    for name, *values in parts:
        getattr(made, str(name))(*values)
    return made.to_bytes()


def _deck(slides: list[tuple[str | None, list[str], str | None]]) -> bytes:
    made = Pptx()
    for title, bullets, notes in slides:
        made.slide(title, bullets=bullets, notes=notes)
    return made.to_bytes()


def _markdown(parts: list[tuple[str, str]]) -> bytes:
    return "\n\n".join(f"{mark} {text}" for mark, text in parts).encode()


def _csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows).encode()


EXAMPLES = st.one_of(
    st.tuples(st.just("a.docx"), PARTS.map(_report)),
    st.tuples(st.just("a.pptx"), SLIDES.map(_deck)),
    st.tuples(
        st.just("a.md"), st.lists(st.tuples(st.sampled_from(["#", "##", "-", ""]), TEXT), min_size=1).map(_markdown)
    ),
    st.tuples(st.just("a.csv"), TABLE.map(_csv)),
)


@pytest.mark.parametrize("form", ["markdown", "yaml"])
@given(example=EXAMPLES)
def test_an_example_meets_its_draft_and_the_draft_reads_back(form: str, example: tuple[str, bytes]) -> None:
    name, data = example
    try:
        work = artifact(data, name)
        draft = api.draft_rubric(work, everything=True)
    except ArtifactError:
        return
    rubric = read_back(draft, form)
    assert rubric.sha256 == draft.rubric.sha256
    assert rubric.notes == ()
    assert api.grade_sync(work, rubric).result == "satisfied"
