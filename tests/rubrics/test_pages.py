"""The page about each shipped rubric: there, short, true in its counts and its sample, and none for anything else."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from outcomes import load_rubric
from outcomes.wiring import checks, shipped_rubrics
from tests.cli.support import outcomes
from tests.readme.pages import ROOT, Page
from tests.rubrics.documents import DOCUMENTS, file_name

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "rubrics" / "pages"
PATHS = shipped_rubrics()
SECTIONS = [
    "What code decides",
    "What a grader judges",
    "What to adapt first",
    "What it finds",
    "Where it is wrong",
]
every_page = pytest.mark.parametrize("name", sorted(PATHS))


def test_every_shipped_rubric_has_a_page_and_no_page_is_taken_for_a_rubric() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.md" for name in PATHS)
    assert {path.parent for path in PATHS.values()} == {FOLDER.parent}


def test_no_two_files_of_the_library_have_one_name_where_capitals_make_no_difference() -> None:
    names = [path.name.casefold() for path in (ROOT / "rubrics").iterdir()]
    assert sorted(names) == sorted(set(names))


@every_page
def test_a_page_has_its_sections_and_fits_on_a_screen_or_two(name: str) -> None:
    text = _text(name)
    tokens = MarkdownIt().parse(text)
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert headings == [load_rubric(PATHS[name]).title, *SECTIONS]
    assert len(text.splitlines()) <= 80


@every_page
def test_a_page_counts_the_lines_of_its_rubric(name: str) -> None:
    rubric = load_rubric(PATHS[name])
    judged = len(rubric.judged_ids)
    source = PATHS[name].name
    counted = (
        f"[{source}](../{source}) is for {' or '.join(rubric.applies_to)}: {len(rubric.criteria)} lines, "
        f"{len(rubric.criteria) - judged} decided by code, {judged} judged."
    )
    assert counted in " ".join(_text(name).split())


@every_page
def test_what_a_page_says_it_finds_is_what_it_finds(name: str, tmp_path: Path) -> None:
    command = re.search(rf"`outcomes grade (\S+) --rubric {name} --only objective`", " ".join(_text(name).split()))
    assert command
    path = tmp_path / command[1]
    (bad,) = [documents.bad for key, documents in DOCUMENTS.items() if file_name(key) == command[1]][:1]
    path.write_bytes(bad)
    said = "\n".join(outcomes("grade", path, "--rubric", name, "--only", "objective").lines)
    (sample,) = _page(name).blocks("text")
    gaps = re.split(r"^(?=✗ fail)", sample, flags=re.MULTILINE)[1:]
    assert len(gaps) >= 1
    assert [gap for gap in gaps if gap.rstrip() not in said] == []


@every_page
def test_every_command_on_a_page_names_a_rubric_and_variables_that_there_are(name: str) -> None:
    for block in _page(name).blocks("sh"):
        assert f"--rubric {name} " in block
        given = dict(re.findall(r'--var (\w+)=("[^"]*"|\S+)', block))
        load_rubric(PATHS[name], {key: value.strip('"') for key, value in given.items()})


@every_page
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    assert [link for link in _page(name).local_links if not (FOLDER / link).is_file()] == []


@every_page
def test_every_check_that_a_page_names_is_in_its_rubric(name: str) -> None:
    called = {criterion.check.name for criterion in load_rubric(PATHS[name]).criteria if criterion.check}
    named = re.findall(r"^- `([a-z_.]+)(?: [a-z_]+=.*)?`:", _text(name), flags=re.MULTILINE)
    assert set(named) & set(checks()) - called == set()


def _page(name: str) -> Page:
    return Page(f"rubrics/pages/{name}.md")


def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
