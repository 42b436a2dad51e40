"""A rubric written as markdown or YAML reads back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from outcomes.formats.markdown_writer import write_markdown
from outcomes.formats.yaml_writer import write_yaml
from outcomes.rubric import CheckCall, Criterion, Rubric, criterion_id
from outcomes.text import squash
from tests.formats.reading import markdown, read_file, texts, without_places, yaml
from tests.formats.strategies import rubrics

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = """\
---
threshold: 0.8
applies_to: [docx]
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


@settings(max_examples=150, deadline=None)
@given(rubrics())
def test_reading_what_was_written_gives_the_same_rubric(rubric: Rubric) -> None:
    again = markdown(write_markdown(rubric))
    assert without_places(again, "section") == without_places(rubric, "section")


@settings(max_examples=60, deadline=None)
@given(rubrics())
def test_writing_what_was_read_gives_the_same_file(rubric: Rubric) -> None:
    written = write_markdown(rubric)
    assert write_markdown(markdown(written)) == written


@settings(max_examples=150, deadline=None)
@given(rubrics())
def test_reading_what_was_written_as_yaml_gives_the_same_rubric(rubric: Rubric) -> None:
    written = write_yaml(rubric)
    again = yaml(written)
    assert without_places(again) == without_places(rubric)
    assert again.sha256 == rubric.sha256
    assert write_yaml(again) == written


def test_weights_of_sections_stand_in_their_headings() -> None:
    page = "## A (3 points)\n\n- a (2 points)\n- b (required)\n\n### C\n\n- c\n\n## D (0.5 points)\n\n- d\n"
    assert write_markdown(markdown(page)) == page


def test_levels_stand_below_their_criterion() -> None:
    page = "- a (2 points)\n  - **none** (credit: 0.0): no figure\n  - **all** (credit: 1.0)\n- b\n"
    assert write_markdown(markdown(page)) == page


def test_what_markdown_has_no_words_for_stands_on_top() -> None:
    page = "## Either:\n\n- a\n- b\n\n## C\n\n- c (cap: 20 %)\n"
    assert write_markdown(markdown(page)) == (
        "---\n"
        "scoring:\n"
        "  children:\n"
        "    - weight: 1.0\n"
        "      at_least: 1\n"
        "      criteria: [a-01a837, b-9c5eaa]\n"
        "    - weight: 1.0\n"
        "      criterion: c-d8fe09\n"
        "floors:\n"
        "  - least: 1.0\n"
        "    label: Either\n"
        "    at_least: 1\n"
        "    criteria: [a-01a837, b-9c5eaa]\n"
        "---\n\n"
        "## Either (plain)\n\n- a (optional)\n- b (optional)\n\n## C\n\n- c (cap: 0.2)\n"
    )


@pytest.mark.corpus
@pytest.mark.parametrize("write", [write_markdown, write_yaml])
def test_rubrics_of_other_tools_survive_being_written(corpus: Path, write: Callable[[Rubric], str]) -> None:
    lost = []
    for path in sorted((corpus / "rubrics").iterdir()):
        rubric = read_file(path)
        if rubric is not None and len(rubric.criteria) < 200:
            again = (markdown if write is write_markdown else yaml)(write(rubric))
            kept = again.ids == rubric.ids and again.scoring == rubric.scoring and again.floors == rubric.floors
            lost += [] if kept and texts(again) == texts(rubric) else [path.name]
    assert lost == []
