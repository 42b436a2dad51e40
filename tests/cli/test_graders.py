"""Who judges, by name: a person with a worksheet, a program, and that two at once are refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.graders import test_command

from .support import judge, outcomes

WORDS = Path(test_command.__file__).parent / "judges" / "words.py"
PROGRAM = f"'{sys.executable}' '{WORDS}'"


def grade(*more: str, **environment: str) -> tuple[int, str, str]:
    said = outcomes("grade", "note.md", "-r", "says.md", *more, **environment)
    return said.code, " ".join(said.out.split()), " ".join(said.err.split())


@pytest.fixture(autouse=True)
def says(here: Path) -> None:
    (here / "says.md").write_text("- It tells of a server.\n")


def test_a_worksheet_is_written_filled_in_and_read(here: Path) -> None:
    code, out, _ = grade("--worksheet", "sheet.md")
    assert (code, "not answered yet: fill in sheet.md" in out) == (5, True)
    sheet = here / "sheet.md"
    sheet.write_text(sheet.read_text().replace("Verdict:", "Verdict: pass").replace("Quote:", "Quote: the server"))
    code, out, _ = grade("--grader", "human", "--worksheet", "sheet.md")
    assert (code, "satisfied" in out) == (0, True)
    (here / "note.md").write_text("We moved two servers.\n")
    code, _, err = grade("--worksheet", "sheet.md")
    assert (code, "sheet.md:13: the sheet is for another artifact" in err) == (2, True)


def test_a_person_cannot_be_asked_where_there_is_no_terminal() -> None:
    code, _, err = grade("--grader", "human")
    assert (code, "name a file to fill in: --worksheet FILE" in err) == (2, True)


def test_a_program_judges_by_flag_by_environment_and_by_file(here: Path) -> None:
    assert grade("--grader-command", PROGRAM)[0] == 0
    assert grade(OUTCOMES_GRADER="command", OUTCOMES_GRADER_COMMAND=PROGRAM)[0] == 0
    (here / "outcomes.toml").write_text(f'grader = "command"\ngrader_command = ["{sys.executable}", "{WORDS}"]\n')
    assert grade()[0] == 0


def test_a_program_that_is_only_named_in_a_file_does_not_judge(here: Path) -> None:
    (here / "outcomes.toml").write_text('grader_command = ["no-such-program"]\n')
    assert grade()[0] == 5


def test_a_program_gets_the_variables_that_it_was_promised(here: Path) -> None:
    (here / "keyed.py").write_text(
        "import json, os, sys\n"
        "ids = [c['id'] for c in json.load(sys.stdin)['criteria']]\n"
        "evidence = [{'quote': 'server'}] if os.environ.get('JUDGE_KEY') == 'k' else []\n"
        "print(json.dumps({'verdicts': [{'criterion_id': i, 'verdict': 'pass', 'evidence': evidence} for i in ids]}))\n"
    )
    (here / "outcomes.toml").write_text('grader_environment = ["JUDGE_KEY"]\n')
    asked = ("--grader-command", f"{sys.executable} keyed.py")
    assert (grade(*asked)[0], grade(*asked, JUDGE_KEY="k")[0]) == (5, 0)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--grader", "command"), "a program is to judge, but which is not said: give --grader-command"),
        (("--grader-command", "it's"), 'the command "it\'s" cannot be split into words'),
        (("--grader-command", ""), "the command is empty; give the program that does the work"),
        (("--grader-command", "x", "--worksheet", "y"), "--worksheet y and --grader-command x are two judges"),
        (("--grader-command", "x", "--model", "m"), "--model m and --grader-command x are two judges"),
        (("--grader", judge("ScriptedGrader"), "--worksheet", "y"), "are two judges; give one of them"),
    ],
)
def test_what_does_not_name_one_judge_is_refused(flags: tuple[str, ...], said: str) -> None:
    code, _, err = grade(*flags)
    assert (code, said in err) == (2, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("grader_command = 3", "OUTCOMES_GRADER_COMMAND or 'grader_command' in outcomes.toml: "),
        ('grader_command = "it\'s"', "it cannot be split into words (no closing quotation); close every quote"),
        ("grader_timeout_seconds = true", "it is a number, not true or false"),
    ],
)
def test_settings_of_a_program_that_are_wrong_are_named(line: str, said: str, here: Path) -> None:
    (here / "outcomes.toml").write_text(line + "\n")
    code, _, err = grade()
    assert (code, said in err) == (2, True)


@pytest.mark.parametrize(
    "flag", [("--base-url", "http://localhost"), ("--max-cost-usd", "1"), ("--profile", "private")]
)
def test_a_flag_about_a_model_that_nobody_asks_is_not_passed_over(flag: tuple[str, str]) -> None:
    told = f"{flag[0]} is about a model that judges, and none is asked to: add --model NAME"
    assert grade(*flag)[::2] == (2, f"error: {told}")


def test_a_grader_that_there_is_not_is_told_with_those_that_there_are() -> None:
    code, _, err = grade("--grader", "modle")
    told = "there is no grader 'modle'. Did you mean 'model'? Name one of command, human, model, or one of your own as"
    assert (code, err) == (2, f"error: {told} package.module:name")


def test_looks_that_nobody_took_are_not_said_to_agree() -> None:
    code, out, _ = grade("--repeat", "3")
    assert (code, "agree" in out) == (5, False)


def test_a_program_that_nobody_needs_may_be_missing(here: Path) -> None:
    missing = ("--grader-command", "no-such-judge")
    assert outcomes("grade", "note.md", "-r", "mixed.md", *missing).code == 2
    assert outcomes("grade", "note.md", "-r", "mixed.md", "--only", "objective", *missing).code == 0
    assert outcomes("grade-all", "note.md", "-r", "objective.md", *missing).code == 0
    assert outcomes("grade-all", "note.md", "-r", "mixed.md", *missing).code == 2
    assert here.is_dir()
