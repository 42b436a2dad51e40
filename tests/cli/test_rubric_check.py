"""`outcomes rubric check`: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from outcomes import load_rubric
from outcomes.cli.app import app
from outcomes.lint.registry import RULES

from .support import QUIET, Said, outcomes

if TYPE_CHECKING:
    from pathlib import Path

VAGUE = "# Brief\n\n- The wording is clear\n- The deck has at most 12 slides\n"
MENDED = "# Brief\n\n- The wording is clear\n- The deck has at most 12 slides `check: pptx.slides max=12`\n"
BROKEN = "- Short `check: wordz`\n"


@pytest.fixture(autouse=True)
def files(here: Path) -> None:
    (here / "vague.md").write_text(VAGUE)
    (here / "broken.md").write_text(BROKEN)


def check(*arguments: str | Path) -> Said:
    return outcomes("rubric", "check", *arguments)


def piped(text: str, *arguments: str) -> Said:
    result = CliRunner().invoke(app, ["rubric", "check", *arguments], input=text.encode(), env=QUIET)
    return Said(result.exit_code, result.stdout, result.stderr)


def test_a_finding_is_shown_in_its_line_with_why_and_what_to_do() -> None:
    said = check("vague.md")
    assert said.code == 0
    assert said.lines[:6] == [
        "RB101 'clear': no measure says what is enough",
        "  --> vague.md:3:18  vague-word",
        " 3 | - The wording is clear",
        "   |                  ^^^^^",
        f"   why: {RULES[0].why}",
        f"   fix: {RULES[0].fix}",
    ]
    assert said.lines[-1] == "Found 1 warning and 1 note in 1 file (1 fixable with --fix)."
    assert said.err == ""


def test_why_is_told_the_first_time_only(here: Path) -> None:
    (here / "twice.md").write_text("- The wording is clear\n- The tone is professional\n")
    said = check("twice.md")
    assert [line.startswith("   why:") for line in said.lines].count(True) == 1
    assert [line.startswith("   fix:") for line in said.lines].count(True) == 2


def test_a_place_far_into_a_long_line_is_shown_with_what_is_near_it(here: Path) -> None:
    (here / "long.md").write_text(f"- {'Every word counts, ' * 20}and \x1bthe tone is\tclear\n")
    said = check("long.md", "--select", "RB101")
    excerpt, carets = said.lines[2:4]
    assert excerpt.startswith(" 1 | ...")
    assert "\\x1b" in excerpt
    assert excerpt[carets.index("^") : carets.rindex("^") + 1] == "clear"


def test_a_line_for_each_finding() -> None:
    assert check("vague.md", "broken.md", "--format", "concise").lines == [
        "vague.md:3:18: RB101 'clear': no measure says what is enough",
        "vague.md:4:3: RB320 [*] code decides this: `check: pptx.slides max=12`",
        "broken.md:1:1: RB401 unknown check 'wordz'. Did you mean 'words'? `outcomes checks` lists them all.",
        "Found 1 error, 1 warning and 1 note in 2 files (1 fixable with --fix).",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("vague.md",), 0),
        (("mixed.md",), 0),
        (("broken.md",), 1),
        (("vague.md", "broken.md"), 1),
        (("vague.md", "--strict"), 1),
        (("vague.md", "--fail-on", "warning"), 1),
        (("vague.md", "--fail-on", "warning", "--ignore", "RB101"), 0),
        (("vague.md", "--fail-on", "info", "--ignore", "RB101"), 1),
        (("vague.md", "--fail-on", "info", "--select", "RB2"), 0),
        (("nowhere.md",), 2),
        (("vague.md", "--select", "RB999"), 2),
        (("vague.md", "--ignore", "x"), 2),
        (("vague.md", "--format", "xml"), 2),
        ((), 2),
        (("-", "--fix"), 2),
    ],
)
def test_a_check_ends_with_the_code_of_its_worst_finding(arguments: tuple[str, ...], code: int) -> None:
    assert check(*arguments).code == code


def test_a_program_gets_one_document_and_nothing_else() -> None:
    for how in (("--json",), ("--format", "json")):
        said = check("vague.md", "board-deck", *how)
        assert said.document["files"] == ["vague.md", "board-deck"]
        assert [(f["code"], f["line"], f["fixable"]) for f in said.document["findings"]] == [
            ("RB101", 3, False),
            ("RB320", 4, True),
        ]
        assert said.err == "Found 1 warning and 1 note in 2 files (1 fixable with --fix).\n"
    assert check("vague.md", "--select", "RB999", "--json").document["error"]["type"] == "UsageError"


def test_logs_for_code_hosts() -> None:
    said = check("vague.md", "--format", "github", "--select", "RB101")
    assert said.out.startswith("::warning file=vague.md,line=3,col=18,endLine=3,endColumn=23,title=RB101 vague-word::")
    log = check("vague.md", "--format", "sarif", "--select", "RB1").document
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["RB101"]


def test_a_report_can_go_to_a_file(here: Path) -> None:
    said = check("vague.md", "--format", "sarif", "--output", here / "out" / "log.sarif")
    assert (said.out, said.err.startswith("Found 1 warning")) == ("", True)
    assert json.loads((here / "out" / "log.sarif").read_text())["version"] == "2.1.0"
    check("vague.md", "--output", here / "full.txt")
    assert (here / "full.txt").read_text().startswith("RB101 'clear': no measure")
    assert check("vague.md", "--output", here).code == 2


def test_how_often_each_rule_spoke() -> None:
    assert check("vague.md", "--statistics").lines[:2] == ["     1  RB101  vague-word", "     1  RB320  check-decides"]


def test_a_folder_is_looked_through(here: Path) -> None:
    inner = here / "rubrics" / "inner"
    inner.mkdir(parents=True)
    (here / "rubrics" / "pages").mkdir()
    for name in (
        "b.md",
        "RUBRIC.md",
        "README.md",
        ".hidden.md",
        "notes.txt",
        "inner/a.yaml",
        "inner/c.json",
        "pages/b.md",
    ):
        (here / "rubrics" / name).write_text("criteria: [The wording is clear]\n" if name[-1] == "l" else VAGUE)
    (here / "rubrics" / "node_modules").mkdir()
    (here / "rubrics" / "node_modules" / "x.md").write_text(VAGUE)
    (here / "rubrics" / "circle").symlink_to(here, target_is_directory=True)
    said = check("rubrics", "rubrics/b.md", "--json")
    assert said.document["files"] == [
        "rubrics/RUBRIC.md",
        "rubrics/b.md",
        "rubrics/inner/a.yaml",
        "rubrics/inner/c.json",
    ]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(here: Path) -> None:
    (here / "bytes.md").write_bytes(b"- \xff\n")
    (here / "code.py").write_text("import x\n")
    said = check("bytes.md", "code.py", "vague.md", "--format", "concise", "--ignore", "RB3")
    assert said.code == 1
    assert [line.split(": ")[1][:5] for line in said.lines[:-1]] == ["RB401", "RB401", "RB101"]


def test_standard_input_is_a_file_like_others() -> None:
    said = piped(VAGUE, "-", "--format", "concise", "--select", "RB101")
    assert said.out.splitlines()[0] == "stdin:3:18: RB101 'clear': no measure says what is enough"
    said = piped("criteria: [The wording is clear]\n", "-", "--stdin-name", "r.yaml", "--format", "concise")
    assert said.out.startswith("r.yaml:1:27: RB101 ")


def test_a_file_is_mended_where_it_lies(here: Path) -> None:
    (here / "vague.md").chmod(0o600)
    said = check("vague.md", "--fix", "--format", "concise")
    assert said.lines == [
        "vague.md:3:18: RB101 'clear': no measure says what is enough",
        "Mended 1. Found 1 warning in 1 file.",
    ]
    assert (here / "vague.md").read_text() == MENDED
    assert stat.S_IMODE((here / "vague.md").stat().st_mode) == 0o600
    assert [path.name for path in here.iterdir() if path.name.startswith(".outcomes")] == []
    assert check("vague.md", "--fix").lines[-1] == "Found 1 warning in 1 file."


def test_a_link_stays_a_link_and_the_file_behind_it_is_mended(here: Path) -> None:
    (here / "link.md").symlink_to(here / "vague.md")
    check("link.md", "--fix")
    assert (here / "link.md").is_symlink()
    assert (here / "vague.md").read_text() == MENDED


def test_line_ends_are_kept_when_a_file_is_mended(here: Path) -> None:
    (here / "vague.md").write_bytes(b"\xef\xbb\xbf" + VAGUE.replace("\n", "\r\n").encode())
    check("vague.md", "--fix")
    assert (here / "vague.md").read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


def test_a_change_can_be_looked_at_first(here: Path) -> None:
    said = check("vague.md", "mixed.md", "--diff")
    assert said.code == 1
    assert said.lines == [
        "--- vague.md",
        "+++ vague.md",
        "@@ -1,4 +1,4 @@",
        " # Brief",
        "",
        " - The wording is clear",
        "-- The deck has at most 12 slides",
        "+- The deck has at most 12 slides `check: pptx.slides max=12`",
    ]
    assert (here / "vague.md").read_text() == VAGUE
    assert check("mixed.md", "--diff").code == 0
    assert piped(VAGUE, "-", "--diff").out.startswith("--- stdin\n")


def test_a_rubric_that_ships_is_never_changed(here: Path) -> None:
    before = load_rubric("accessible-deck").sha256
    assert check("accessible-deck", "--fix").code == 0
    assert load_rubric("accessible-deck").sha256 == before
    assert sorted(path.name for path in here.iterdir() if "access" in path.name) == []


def test_the_settings_of_a_folder_hold_and_flags_add_to_them(here: Path) -> None:
    (here / "outcomes.toml").write_text('[lint]\nignore = ["RB101"]\n')
    assert [f["code"] for f in check("vague.md", "--json").document["findings"]] == ["RB320"]
    assert check("vague.md", "--ignore", "RB320", "--json").document["findings"] == []
    (here / "outcomes.toml").write_text('[lint]\nselect = ["RB3"]\n')
    assert [f["code"] for f in check("vague.md", "--json").document["findings"]] == ["RB320"]
    assert [f["code"] for f in check("vague.md", "--select", "RB1,RB2", "--json").document["findings"]] == ["RB101"]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[lint]\nignore = ["RB1O1"]\n', "[lint] in outcomes.toml: unknown rule 'RB1O1'. Did you mean 'RB101'?"),
        ('[lint]\nselect = ["clear"]\n', "[lint] in outcomes.toml: unknown rule 'clear'."),
        ('[lint]\nignore = "RB101"\n', "'lint.ignore' in outcomes.toml: input should be a valid tuple"),
        ("[lint]\nignored = []\n", "'lint.ignored' in outcomes.toml: extra inputs are not permitted"),
    ],
)
def test_a_setting_that_is_wrong_names_the_file(here: Path, toml: str, told: str) -> None:
    (here / "outcomes.toml").write_text(toml)
    said = check("vague.md")
    assert said.code == 2
    assert told in said.err


def test_values_for_variables_are_looked_at_too(here: Path) -> None:
    (here / "v.md").write_text("- The report for {{ client }} is dated\n")
    assert check("v.md").lines == ["Nothing found in 1 file."]
    assert check("v.md", "--var", "client=[client]").code == 1


def test_rules_are_listed_and_told_one_by_one() -> None:
    listed = outcomes("rubric", "check", "--list", COLUMNS="200")
    assert all(any(line.startswith(f"{rule.code} ") and rule.what in line for line in listed.lines) for rule in RULES)
    told = outcomes("rubric", "check", "--explain", "RB101,vague-word", COLUMNS="1000").out
    for text in (RULES[0].what, RULES[0].why, RULES[0].fix, RULES[0].wrong_when, RULES[0].bad, RULES[0].good):
        assert text in told
    assert check("--explain", "RB320").lines[-2].startswith("mended by: outcomes rubric check --fix")


def test_a_program_gets_the_rules() -> None:
    document = check("--list", "--json").document
    assert [entry["code"] for entry in document["rules"]] == [rule.code for rule in RULES]
    assert [entry["name"] for entry in check("--explain", "rb101", "--json").document["rules"]] == ["vague-word"]


@pytest.mark.parametrize("form", ["full", "concise"])
def test_a_reader_that_goes_away_does_not_change_the_code(here: Path, form: str) -> None:
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "outcomes", "rubric", "check", "vague.md", "broken.md", "--format", form]
    with os.fdopen(writing, "wb") as stdout:
        os.close(reading)
        done = subprocess.run(command, cwd=here, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"error" not in done.stderr.replace(b"Found 1 error", b"")


@pytest.mark.parametrize("form", ["full", "github"])
def test_what_a_stream_has_no_characters_for_is_escaped(here: Path, form: str) -> None:
    (here / "r.md").write_text("- Die \u00dcberschrift is clear\n", encoding="utf-8")
    command = [sys.executable, "-m", "outcomes", "rubric", "check", "r.md", "--format", form]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=here, env=environment, capture_output=True, check=False)
    assert (done.returncode, b"RB101" in done.stdout) == (0, True), done.stderr


def test_that_there_is_nothing_to_mend_is_said(here: Path) -> None:
    (here / "mine.md").write_text("- It is clear\n")
    said = outcomes("rubric", "check", "mine.md", "--diff")
    assert (said.code, said.out, said.err) == (0, "", "--fix would change nothing\n")


def test_a_report_never_replaces_the_rubric_that_it_is_about(here: Path) -> None:
    (here / "mine.md").write_text("- It is clear\n")
    said = outcomes("rubric", "check", "mine.md", "-o", "mine.md")
    assert (said.code, said.err) == (
        2,
        "error: --output mine.md is a file that this command reads, and was left as it is; name another one\n",
    )
    assert (here / "mine.md").read_text() == "- It is clear\n"
