"""Outcome files: the same as flags, checked as strictly, and flags win."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from outcomes.cli.outcome_file import OutcomeFile, read_outcome_file
from outcomes.errors import UsageError
from outcomes.outcome import Budget

from .support import outcomes, shell

if TYPE_CHECKING:
    from pathlib import Path

TOML = """\
description = "A note"
rubric = "objective.md"
worker = "my-agent {brief}"
max_iterations = 5
confirm = "strict"

[budget]
seconds = 60
cost_usd = 0.5
"""
YAML = """\
description: A note
rubric: objective.md
worker: my-agent {brief}
max_iterations: 5
confirm: strict
budget:
  seconds: 60
  cost_usd: 0.5
"""


@pytest.mark.parametrize(("name", "text"), [("o.toml", TOML), ("o.yaml", YAML), ("o.yml", YAML)])
def test_toml_and_yaml_say_the_same(name: str, text: str, here: Path) -> None:
    (here / name).write_text(text)
    assert read_outcome_file(here / name) == OutcomeFile(
        description="A note",
        rubric=str(here / "objective.md"),
        worker="my-agent {brief}",
        max_iterations=5,
        confirm="strict",
        budget=Budget(seconds=60, cost_usd=0.5),
    )


def test_the_name_of_a_shipped_rubric_is_left_as_it_is(here: Path) -> None:
    (here / "o.toml").write_text('rubric = "board-deck"\n')
    assert read_outcome_file(here / "o.toml").rubric == "board-deck"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "o.toml",
            'descripton = "x"',
            (
                "unknown key 'descripton'. Did you mean 'description'? Known keys: description, rubric, variables, "
                "references, worker, max_iterations, budget, confirm"
            ),
        ),
        (
            "o.yaml",
            "budget: {second: 3}",
            "unknown key 'budget.second'. Did you mean 'seconds'? Known keys: seconds, tokens, cost_usd",
        ),
        ("o.toml", "max_iterations = 0", "'max_iterations': input should be greater than or equal to 1, found 0"),
        ("o.toml", 'confirm = "twice"', "'confirm': input should be 0, 1 or 'strict', found 'twice'"),
        ("o.yaml", "- a\n- b", 'expected keys and values such as description = "Board deck for Q3", found list'),
        ("o.yaml", "", 'expected keys and values such as description = "Board deck for Q3", found NoneType'),
    ],
)
def test_a_wrong_key_or_value_is_named(name: str, text: str, told: str, here: Path) -> None:
    (here / name).write_text(text)
    with pytest.raises(UsageError) as caught:
        read_outcome_file(here / name)
    assert str(caught.value) == f"{here / name}: {told}"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("o.toml", b"= 3", "is not TOML: "),
        ("o.yaml", b"a: [1", ":1:6: not valid YAML: "),
        ("o.yaml", b"a: 1\na: 2\n", ":2:1: the key 'a' stands here and on line 1; keep one"),
        ("o.yaml", b"[" * 500, ":1:33: nested deeper than 32 levels; flatten it"),
        ("o.yaml", b"a: &x 1\nb: *x\n", ":1:4: anchors and aliases"),
        ("o.json", b'{"a": }', ":1:7: not valid JSON: "),
        ("o.toml", b"\xff", "the file is not UTF-8 text (byte 0); save it as UTF-8"),
        ("o.ini", b"", "is no outcome file; its name ends in one of .toml, .yaml, .yml, .json"),
    ],
)
def test_a_file_that_is_none_is_refused(name: str, data: bytes, told: str, here: Path) -> None:
    (here / name).write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_outcome_file(here / name)
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_refused() -> None:
    said = outcomes("run", "--outcome", "nowhere.toml")
    assert (said.code, said.err) == (
        2,
        "error: the outcome file 'nowhere.toml' cannot be read: No such file or directory\n",
    )


def test_a_run_can_be_described_in_a_file_and_flags_win(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "strict.md").write_text("- It has at least five words `check: words min=5`\n")
    worker = shell("one", "one two", "one two three")
    (here / "sub" / "o.json").write_text(
        json.dumps({"description": "A note", "rubric": "strict.md", "worker": worker, "max_iterations": 1})
    )
    said = outcomes("run", "--outcome", "sub/o.json", "--max-iterations", "2", "--json")
    assert (said.document["result"], len(said.document["iterations"])) == ("max_iterations_reached", 2)


def test_limits_on_the_command_line_join_those_of_the_file() -> None:
    written = OutcomeFile(budget=Budget(seconds=60, tokens=10))
    assert written.overridden({"worker": "x"}, {"tokens": 20, "seconds": None}) == OutcomeFile(
        worker="x", budget=Budget(seconds=60, tokens=20)
    )


def test_the_environment_and_the_config_file_give_the_defaults(here: Path) -> None:
    (here / "outcomes.toml").write_text("max_iterations = 1\n")
    arguments = ("run", "-r", "objective.md", "-w", shell("TODO", "TODO one"), "-d", "x", "--json")
    assert len(outcomes(*arguments).document["iterations"]) == 1
    assert len(outcomes(*arguments, OUTCOMES_MAX_ITERATIONS="2").document["iterations"]) == 2
    assert len(outcomes(*arguments, "-n", "1", OUTCOMES_MAX_ITERATIONS="2").document["iterations"]) == 1
