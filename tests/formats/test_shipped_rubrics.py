"""The rubrics that people can use as they are, and what the page about them says."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from outcomes.format import detect
from outcomes.formats.markdown import read_markdown
from outcomes.formats.markdown_writer import write_markdown
from outcomes.wiring import checks
from tests.formats.reading import READERS, markdown, yaml

FOLDER = Path(__file__).parents[2] / "rubrics"
NAMES = sorted(path.name for path in FOLDER.glob("*.md") if not path.stem.isupper())
ALL = sorted([*NAMES, *(path.name for path in FOLDER.glob("*.yaml"))])
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_shipped_rubrics_are_these() -> None:
    assert NAMES == [
        "accessible-deck.md",
        "accessible-document.md",
        "board-deck.md",
        "brand-compliance.md",
        "business-report.md",
        "contract-review-memo.md",
        "data-export.md",
        "demo-deck.md",
        "demo-report.md",
        "financial-model.md",
        "incident-postmortem.md",
        "meeting-minutes.md",
        "pitch-deck.md",
        "policy.md",
        "project-readme.md",
        "requirements-document.md",
        "summary.md",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_rubric_is_read_and_as_long_as_people_will_use(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert detect(text, name) == "markdown"
    rubric = read_markdown(text, name)
    assert rubric.title
    assert rubric.applies_to
    assert 6 <= len(rubric.criteria) <= 16
    assert {criterion.check.name for criterion in rubric.criteria if criterion.check} <= set(checks())
    assert not [criterion.text for criterion in rubric.criteria if " and " in criterion.text]
    assert read_markdown(write_markdown(rubric), name).sha256 == rubric.sha256


@pytest.mark.parametrize("name", ["demo-deck.md", "demo-report.md"])
def test_the_demo_rubrics_need_no_judge(name: str) -> None:
    assert read_markdown((FOLDER / name).read_text(encoding="utf-8"), name).judged_ids == ()


@pytest.mark.parametrize("name", ALL)
def test_the_readme_counts_the_criteria_of_every_rubric(name: str) -> None:
    rubric = READERS[detect("", name)]((FOLDER / name).read_text(encoding="utf-8"), name)
    judged = len(rubric.judged_ids)
    row = next(line for line in README.splitlines() if line.startswith(f"| [{name}]({name}) |"))
    assert row.endswith(f"| {len(rubric.criteria) - judged} | {judged} |")


def test_the_examples_in_the_readme_are_read() -> None:
    fences = {token.info: token.content for token in MarkdownIt().parse(README) if token.type == "fence"}
    assert set(fences) == {"python", "markdown", "yaml", "text"}
    assert [level.credit for level in markdown(fences["text"]).criteria[0].levels] == [0, 0.5, 1]
    brief = markdown(fences["markdown"])
    assert [(c.required, c.points, c.per_occurrence) for c in brief.criteria] == [
        (False, 2, False),
        (True, 1, False),
        (False, -1, True),
        (False, 1, False),
        (False, 1, False),
    ]
    assert (brief.threshold, brief.scoring is None) == (0.8, False)
    assert len(yaml(fences["yaml"]).criteria) == 3
