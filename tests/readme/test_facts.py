"""What the documentation claims, held against the code."""

from __future__ import annotations

import re
from typing import Final, get_args

import pytest
from click.testing import CliRunner

from outcomes import wiring
from outcomes.cli.app import app
from outcomes.decide import Result
from outcomes.run import EXIT_CODES
from tests.readme.pages import CONTRIBUTING, PAGES, README, ROOT, Page

TABLE: Final = {
    int(code): set(re.findall(r"`(\w+)`", results))
    for codes, results, _ in README.table("exit code")
    for code in codes.split(", ")
}


def test_the_table_of_exit_codes_is_the_engines_own() -> None:
    by_code: dict[int, set[str]] = {}
    for result, code in EXIT_CODES.items():
        by_code.setdefault(code, set()).add(result)
    assert by_code | {2: set(), 143: by_code[130]} == TABLE


def test_every_result_is_in_the_table() -> None:
    assert set().union(*TABLE.values()) == set(get_args(Result))


def test_the_help_lists_the_same_exit_codes() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output.partition("Exit codes")[2].partition("\n\n")[0]
    assert {
        int(code) for codes in re.findall(r"^ +([\d, ]+)  ", listed, re.MULTILINE) for code in codes.split(", ")
    } == set(TABLE)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_to_a_file_leads_somewhere(page: Page) -> None:
    folder = (ROOT / page.path).parent
    assert [link for link in page.local_links if not (folder / link).exists()] == []


def test_every_module_in_the_plan_of_the_house_exists() -> None:
    cells = [re.sub(r"[`/]", "", row[0]).split() for row in CONTRIBUTING.table("where")]
    modules = [name for names in cells for name in names]
    package = ROOT / "outcomes"
    assert [name for name in modules if not ((package / name).is_dir() or (package / f"{name}.py").is_file())] == []


def test_every_shipped_rubric_that_is_named_exists() -> None:
    named = re.findall(r"(?:--rubric |rubric show )([a-z-]+)(?![\w./-])", README.code)
    assert named
    assert set(named) - set(wiring.shipped_rubrics()) == set()
