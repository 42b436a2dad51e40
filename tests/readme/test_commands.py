"""Every command in the README, carried out."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING, Final

import click
import pytest

from outcomes.cli.app import app
from tests.readme.pages import CONTRIBUTING, PAGES, README, Page, make_targets
from tests.readme.shell import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES: Final = [line for block in README.blocks("sh") for line in block.splitlines() if line.strip()]
WORDS: Final = [shlex.split(line, comments=True) for line in LINES]
OURS: Final = [shlex.join(words) for words in WORDS if words[0] != "make"]
CODES: Final = {
    "outcomes grade report.docx --rubric rubrics/business-report.md": 5,  # a part is judged, and nobody judges
    "outcomes grade deck.pptx --rubric board-deck --only objective --json": 0,
    "outcomes grade-all '*.docx' --rubric accessible-document --only objective": 0,
    "outcomes run --rubric demo-deck --worker ./make_deck.py --description 'Quarterly deck for Q3'": 0,
    "outcomes runs list": 0,
    "outcomes show deck.pptx": 0,
    "outcomes show deck.pptx --raw --most-tokens 2000": 0,
    "outcomes show deck.pptx --images pictures": 0,
    "outcomes doctor": 0,
    "outcomes rubric list": 0,
    "outcomes rubric new --kind pptx": 0,
    "outcomes rubric from report.docx": 0,
    "outcomes rubric check my-rubric.md": 0,
    "outcomes checks": 0,
    "outcomes checks contrast": 0,
    "outcomes grade report.docx --rubric business-report --worksheet sheet.md": 5,  # written, and to be filled in
    "outcomes calibrate business-report labels.jsonl": 0,
}


def test_every_command_has_its_exit_code_here() -> None:
    assert list(CODES) == OURS


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=pytest.mark.render) if "--images" in one else one for one in OURS]
)
def test_a_command_does_what_it_should(command: str, here: Path) -> None:
    done = subprocess.run(
        shlex.split(command),
        cwd=here,
        env=environment(here / "home"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, "error" in done.stderr) == (CODES[command], False), done.stderr
    assert done.stdout


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_make_target_that_is_named_exists(page: Page) -> None:
    named = re.findall(r"\bmake ([a-z-]+)", page.code)
    assert [target for target in named if target not in make_targets()] == []


def test_make_targets_are_described_alike_in_the_readme_and_by_make_help() -> None:
    described = dict(re.findall(r"^make (\S+) +# (.*)$", "\n".join(LINES), re.MULTILINE))
    assert described
    assert described == {target: make_targets()[target] for target in described}


def test_every_command_is_named_in_the_documentation() -> None:
    code = README.code + CONTRIBUTING.code
    assert [name for name in _names(app, "outcomes") if not re.search(rf"\b{name}\b", code)] == []


def test_every_option_in_the_readme_exists() -> None:
    known = {option for command in _commands(app) for parameter in command.params for option in parameter.opts}
    named = {word for span in README.spans for word in re.findall(r"(?<!\S)--[a-z-]+", span)}
    assert named - known - {"--help"} == set()


def _names(group: click.Group, above: str) -> Iterator[str]:
    """Every command below a group, by the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _names(command, f"{above} {name}")
        else:
            yield f"{above} {name}"


def _commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield command
            yield from _commands(command) if isinstance(command, click.Group) else ()
