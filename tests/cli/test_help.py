"""Help: quick, complete, and nothing loaded for it that a command alone needs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import click
import pytest

from outcomes.cli.app import COMMANDS
from outcomes.version import __version__

from .support import outcomes

HEAVY = ("anthropic", "jinja2", "lxml", "markdown_it", "pydantic", "rich", "yaml", "structlog")

EVERY = (
    (),
    ("grade",),
    ("grade-all",),
    ("run",),
    ("calibrate",),
    ("regrade",),
    ("grade-all",),
    ("runs",),
    ("runs", "list"),
    ("runs", "show"),
    ("runs", "tail"),
    ("runs", "resume"),
    ("runs", "export"),
    ("runs", "import"),
    ("runs", "delete"),
    ("runs", "gc"),
    ("rubric",),
    ("rubric", "list"),
    ("rubric", "new"),
    ("rubric", "from"),
    ("rubric", "check"),
    ("rubric", "show"),
    ("rubric", "diff"),
    ("rubric", "schema"),
    ("checks",),
    ("show",),
    ("doctor",),
    ("demo",),
)


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    said = outcomes(*command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: {' '.join(('app', *command))} ")


def test_no_command_is_left_out_here() -> None:
    assert {command[0] for command in EVERY if command} == set(COMMANDS)


def test_the_group_lists_what_each_command_says_of_itself() -> None:
    listed = {name: entry.summary for name, entry in COMMANDS.items()}
    own = {}
    for name, entry in COMMANDS.items():
        module, _, attribute = entry.where.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        own[name] = command.get_short_help_str(limit=100)
    assert listed == own


def test_the_version_is_told() -> None:
    assert outcomes("--version").out == f"app {__version__}\n"


def test_a_misspelt_command_is_guessed() -> None:
    said = outcomes("regrad")
    assert (
        said.err == "error: there is no command 'regrad'. Did you mean 'regrade'?\n`app --help` says how it is used\n"
    )


def test_no_command_at_all_shows_the_help() -> None:
    said = outcomes()
    assert (said.code, said.out, said.err) == (2, "", outcomes("--help").out)


def test_help_loads_nothing_heavy() -> None:
    script = f"""
import json, sys
from click.testing import CliRunner
from outcomes.cli.app import app
def loaded():
    return [name for name in {HEAVY!r} if name in sys.modules]
CliRunner().invoke(app, ["--help"])
first = loaded()
codes = [CliRunner().invoke(app, [*command, "--help"]).exit_code for command in {EVERY!r}]
print(json.dumps([first, loaded(), codes]))
"""
    assert _python(script) == [[], [], [0] * len(EVERY)]


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import json, sys, outcomes; print(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    assert _python(script) == []


def test_the_module_runs_as_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "outcomes", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"outcomes {__version__}\n"


def _python(script: str) -> object:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
