"""`outcomes grade-all`: which files, in which form, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from outcomes.cli.many.rows import against, read_rows
from outcomes.testing import FakeEndpoint, Judge

from .support import judge, outcomes

if TYPE_CHECKING:
    from pathlib import Path

GOOD, BAD = "We moved the server.\n", "TODO\n"


@pytest.fixture
def notes(here: Path) -> Path:
    """Two good notes, a poor one, a folder below with another, and what an editor leaves behind."""
    folder = here / "notes"
    (folder / "old").mkdir(parents=True)
    for name, text in {
        "a.md": GOOD,
        "b.md": BAD,
        "c.md": GOOD,
        "old/d.md": GOOD,
        ".hidden.md": BAD,
        "~$a.md": BAD,
    }.items():
        (folder / name).write_text(text)
    return folder


def rows(text: str) -> dict[str, Any]:
    """JSON lines by file."""
    return {row["file"]: row for row in map(json.loads, text.splitlines())}


# -- which files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["notes/*.md"], ["notes/a.md", "notes/b.md", "notes/c.md"]),
        (["notes/**/*.md"], ["notes/a.md", "notes/b.md", "notes/c.md", "notes/old/d.md"]),
        (["notes/a.md", "notes/[ac].md"], ["notes/a.md", "notes/c.md"]),
        (["notes/old/d.md"], ["notes/old/d.md"]),
    ],
)
def test_files_are_named_or_found_by_a_pattern_each_once(patterns: list[str], found: list[str], notes: Path) -> None:
    assert notes.is_dir()
    said = outcomes("grade-all", *patterns, "-r", "objective.md", "--format", "jsonl")
    assert sorted(rows(said.out)) == found


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["*.docx", "-r", "objective.md"], "no file matches '*.docx' in "),
        (["notee.md", "-r", "objective.md"], "there is no file 'notee.md'. Did you mean 'note.md'?"),
        (["note.md"], "grade-all needs to know what to grade against; give --rubric FILE"),
        ([], "no files are named: give patterns, as in outcomes grade-all 'deliverables/**/*.docx' --rubric "),
        (["note.md", "-r", "objective.md", "-o", "x.json"], "a table is for reading; with --output, say which form"),
        (["note.md", "-r", "objective.md", "--format", "csv", "-o", "no/x.csv"], "cannot write 'no/x.csv': "),
        (["note.md", "-r", "objective.md", "--baseline", "note.md"], "the baseline 'note.md' is not what "),
        (["note.md", "-r", "objective.md", "--baseline", "gone"], "the baseline 'gone' cannot be read: "),
    ],
)
def test_what_is_missing_or_wrong_is_named_before_anything_is_graded(given: list[str], told: str) -> None:
    said = outcomes("grade-all", *given)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_the_file_of_settings_says_which_files_belong_to_which_rubric(here: Path, notes: Path) -> None:
    assert notes.is_dir()
    (here / "outcomes.toml").write_text(
        '[[grade]]\nfiles = "notes/*.md"\nrubric = "objective.md"\n'
        '[[grade]]\nfiles = ["note.md", "notes/a.md"]\nrubric = "mixed.md"\n'
    )
    found = rows(outcomes("grade-all", "--format", "jsonl").out)
    assert {file: row["rubric"] for file, row in found.items()} == {
        "notes/a.md": "objective.md",
        "notes/b.md": "objective.md",
        "notes/c.md": "objective.md",
        "note.md": "mixed.md",
    }


# -- what is said ------------------------------------------------------------------------------------------------------


def test_people_get_the_files_that_did_not_pass_the_criteria_that_were_not_met_and_a_last_line(notes: Path) -> None:
    assert notes.is_dir()
    said = outcomes("grade-all", "notes/*.md", "-r", "objective.md", COLUMNS="120")
    assert said.code == 1
    assert said.lines[2].startswith("notes/b.md  needs_revision  0%")
    assert "notes/a.md" not in said.out
    assert [line.split()[-3:] for line in said.lines if line.startswith("It has at least four words")] == [
        ["2", "1", "0"]
    ]
    assert said.lines[-1] == "3 files: 2 satisfied, 1 not good enough; $0.00"
    assert "3 of 3 files" in said.err


def test_where_all_pass_there_is_only_the_last_line(notes: Path) -> None:
    assert notes.is_dir()
    said = outcomes("grade-all", "notes/[ac].md", "-r", "objective.md")
    assert (said.code, said.out) == (0, "2 files: 2 satisfied; $0.00\n")


def test_one_document_holds_every_row_and_the_sums(notes: Path) -> None:
    assert notes.is_dir()
    document = outcomes("grade-all", "notes/*.md", "-r", "objective.md", "--format", "json").document
    assert [row["file"] for row in sorted(document["files"], key=lambda row: row["file"])] == [
        "notes/a.md",
        "notes/b.md",
        "notes/c.md",
    ]
    assert document["summary"]["by_exit_code"] == {"0": 2, "1": 1}
    assert [(each["pass"], each["fail"]) for each in document["summary"]["criteria"]] == [(2, 1), (2, 1)]


def test_a_table_for_spreadsheets_holds_no_formula(here: Path) -> None:
    (here / "=1+1.md").write_text(BAD)
    said = outcomes("grade-all", "*1.md", "-r", "objective.md", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert (row["file"], row["result"], row["failed"]) == ("'=1+1.md", "needs_revision", "2")


def test_junit_is_xml_with_a_case_for_each_criterion(here: Path) -> None:
    (here / 'x"<&\x01.md').write_text(BAD)
    (here / "broken.docx").write_bytes(b"PK\x03\x04")
    said = outcomes("grade-all", "x*.md", "broken.docx", "note.md", "-r", "mixed.md", "--format", "junit")
    suites = {suite.get("name"): suite for suite in ET.fromstring(said.out)}  # noqa: S314 - our own
    assert {name: [case[0].tag if len(case) else "ok" for case in suite] for name, suite in suites.items()} == {
        'x"<&\\x01.md': ["failure", "skipped"],
        "broken.docx": ["error"],
        "note.md": ["ok", "skipped"],
    }
    assert suites["broken.docx"].get("errors") == "1"


def test_github_gets_a_command_for_each_finding_and_nothing_in_a_file_is_one(here: Path) -> None:
    (here / "odd,a::b.md").write_text(BAD)
    said = outcomes("grade-all", "odd*.md", "-r", "objective.md", "--format", "github")
    lines = said.out.splitlines()
    assert lines[0].startswith("::error file=odd%2Ca%3A%3Ab.md,title=It has at least four words::It has at least four ")
    assert lines[-1] == "::notice title=outcomes grade-all::1 file: 1 not good enough; $0.00"


def test_sarif_has_a_rule_for_each_criterion_and_a_result_for_each_that_fails(notes: Path) -> None:
    assert notes.is_dir()
    document = outcomes("grade-all", "notes/*.md", "-r", "objective.md", "--format", "sarif").document
    run = document["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == 2
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [(rule, "error") for rule in rules]
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]} == {
        "notes/b.md"
    }


def test_a_file_is_written_whole_and_replaces_the_one_before(here: Path) -> None:
    (here / "out.json").write_text("before")
    said = outcomes("grade-all", "note.md", "-r", "objective.md", "--format", "json", "-o", "out.json")
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines()[-1] == "1 file: 1 satisfied; $0.00"
    assert len(json.loads((here / "out.json").read_text())["files"]) == 1
    assert [path.name for path in here.iterdir() if path.name.startswith(".outcomes-")] == []


# -- exit codes --------------------------------------------------------------------------------------------------------


def test_the_worst_file_decides(here: Path) -> None:
    (here / "broken.docx").write_bytes(b"PK\x03\x04")
    assert outcomes("grade-all", "note.md", "-r", "mixed.md").code == 5
    assert outcomes("grade-all", "note.md", "-r", "mixed.md", "--allow-undecided").code == 0
    assert outcomes("grade-all", "note.md", "draft.md", "-r", "mixed.md").code == 5
    assert outcomes("grade-all", "note.md", "draft.md", "-r", "mixed.md", "--allow-undecided").code == 1
    assert outcomes("grade-all", "note.md", "broken.docx", "-r", "objective.md").code == 1
    broken = outcomes("grade-all", "note.md", "draft.md", "-r", "mixed.md", "--grader", judge("Broken"))
    assert (broken.code, broken.lines[-1]) == (3, "2 files: 2 broke, 2 of 4 criteria graded; cost unknown")


# -- beside what was before --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_beside_a_baseline_only_what_got_worse_fails(form: str, notes: Path) -> None:
    grade = ("grade-all", "notes/*.md", "-r", "objective.md")
    assert outcomes(*grade, "--format", form, "-o", "last").code == 1
    same = outcomes(*grade, "--baseline", "last")
    assert (same.code, same.lines[-1]) == (0, "3 files: 2 satisfied, 1 let pass; $0.00")
    (notes / "a.md").write_text(BAD)
    worse = outcomes(*grade, "--baseline", "last", "--format", "jsonl")
    assert worse.code == 1
    assert {file: row["exit_code"] for file, row in rows(worse.out).items()} == {
        "notes/a.md": 1,
        "notes/b.md": 0,
        "notes/c.md": 0,
    }
    (notes / "a.md").write_text(GOOD)
    (notes / "new.md").write_text(BAD)
    assert outcomes(*grade, "--baseline", "last").code == 1, "a file that the baseline does not know has to pass"


def test_a_file_that_could_not_be_read_before_either_did_not_get_worse(notes: Path) -> None:
    (notes / "a.md").write_bytes(b"")
    grade = ("grade-all", "notes/a.md", "-r", "objective.md")
    assert outcomes(*grade, "--json", "-o", "last").code == 1
    same = outcomes(*grade, "--baseline", "last")
    assert (same.code, same.lines[-1]) == (0, "1 file: 1 let pass; $0.00")


@pytest.mark.parametrize("text", ["", "- a list", "{}", "[1]", "\udcff", '{"files": [{}]}'])
def test_what_is_no_baseline_is_told_in_one_sentence(text: str, notes: Path, here: Path) -> None:
    assert notes.is_dir()
    (here / "last").write_bytes(text.encode("utf-8", "surrogateescape"))
    said = outcomes("grade-all", "notes/*.md", "-r", "objective.md", "--baseline", "last")
    assert (said.code, said.err) == (
        2,
        "error: the baseline 'last' is not what `outcomes grade-all` writes with --format json or jsonl\n",
    )


def test_json_is_a_word_for_the_format(notes: Path) -> None:
    assert notes.is_dir()
    said = outcomes("grade-all", "notes/*.md", "-r", "objective.md", "--json")
    assert sorted(row["file"] for row in said.document["files"]) == ["notes/a.md", "notes/b.md", "notes/c.md"]


@pytest.mark.parametrize("target", ["objective.md", "notes/a.md"])
def test_a_report_never_replaces_what_it_is_about(target: str, notes: Path, here: Path) -> None:
    assert notes.is_dir()
    before = (here / target).read_bytes()
    said = outcomes("grade-all", "notes/*.md", "-r", "objective.md", "--format", "json", "-o", target)
    assert (said.code, "is a file that this command reads" in said.err) == (2, True)
    assert (here / target).read_bytes() == before


def test_a_long_folder_is_named_once(here: Path) -> None:
    folder = here / "deliverables of the third quarter"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(BAD)
    lines = outcomes("grade-all", f"{folder.name}/*.md", "-r", "objective.md").lines
    assert lines[0] == "in deliverables of the third quarter/"
    assert [line.split()[0] for line in lines if ".md " in line] == ["a.md", "b.md"]


def test_a_folder_where_files_are_meant_is_told_with_the_pattern_to_use(notes: Path, here: Path) -> None:
    (here / "about.md").write_text("---\napplies_to: [md]\n---\n- Short `check: words max=9`\n")
    said = outcomes("grade-all", notes.name, "-r", "about.md")
    assert (said.code, said.err) == (
        2,
        "error: 'notes' is a folder, and the rubric is about markdown; name its files, as in 'notes/**/*.md'\n",
    )


# -- a judge that costs ------------------------------------------------------------------------------------------------


def test_a_file_that_has_not_changed_is_not_asked_about_again(notes: Path, here: Path) -> None:
    with FakeEndpoint(Judge()) as endpoint:
        environment = {
            "ANTHROPIC_BASE_URL": endpoint.base_url,
            "ANTHROPIC_API_KEY": "sk-test",
            "XDG_CACHE_HOME": str(here / "cache"),
        }
        grade = ("grade-all", "notes/*.md", "-r", "mixed.md", "--model", "claude-sonnet-5", "--format", "jsonl")
        first = outcomes(*grade, **environment)
        asked = len(endpoint.requests)
        assert [row["from_cache"] for row in rows(first.out).values()] == [False] * 3
        again = outcomes(*grade, **environment)
        assert len(endpoint.requests) == asked
        assert [row["from_cache"] for row in rows(again.out).values()] == [True] * 3
        assert again.err.splitlines()[-1].endswith("; 3 from the cache; $0.00")
        (notes / "a.md").write_text("We moved the server twice.\n")
        outcomes(*grade, **environment)
        assert len(endpoint.requests) == asked + 1
        outcomes(*grade, "--no-cache", **environment)
        assert len(endpoint.requests) > asked + 2


def test_a_file_that_was_satisfied_and_is_not_any_more_got_worse_though_no_new_criterion_fails(here: Path) -> None:
    verdict = {"id": "a", "text": "It has a", "required": False, "status": "fail", "missing": "more of it"}
    row = {
        "file": "note.md",
        "rubric": "r.md",
        "rubric_sha256": "0" * 64,
        "result": "satisfied",
        "exit_code": 0,
        "seconds": 0.0,
        "criteria": [verdict],
    }
    (here / "last").write_text(json.dumps(row))
    before = read_rows(here / "last")["note.md"]
    now = before.model_copy(update={"result": "needs_revision", "exit_code": 1})  # the same faults, more often
    found = against(now, before)
    assert (found.exit_code, found.criteria[0].got_worse) == (1, True)
    assert against(before, before).criteria[0].got_worse is False
    known = now.model_copy(update={"exit_code": 0})  # let pass once, by a baseline of its own
    assert against(now, known).exit_code == 0


def test_what_is_only_graded_in_part_or_let_pass_is_never_called_satisfied_alone(here: Path) -> None:
    assert here.is_dir()
    part = outcomes("grade-all", "note.md", "-r", "mixed.md", "--only", "objective", "--format", "json")
    document = json.loads(part.out)
    assert [row["scope"] for row in document["files"]] == ["objective"]
    assert document["summary"]["graded"] < document["summary"]["total"]
    assert f"{document['summary']['graded']} of {document['summary']['total']} criteria graded" in part.err
    undecided = outcomes("grade-all", "note.md", "-r", "mixed.md", "--allow-undecided")
    assert undecided.code == 0
    assert "satisfied" not in undecided.lines[-1]
    assert "1 let pass" in undecided.lines[-1]


def test_what_is_optional_and_missed_is_skipped_and_no_test_that_failed(here: Path) -> None:
    (here / "optional.md").write_text(
        "# Note\n\n- It is a note `check: opens`\n- It has 400 words (should) `check: words min=400`\n"
    )
    said = outcomes("grade-all", "note.md", "-r", "optional.md", "--format", "junit")
    suite = ET.fromstring(said.out)[0]  # noqa: S314 - our own
    assert (said.code, suite.get("failures"), suite.get("skipped")) == (0, "0", "1")
    assert "optional, and not met: " in suite[1][0].get("message", "")


@pytest.mark.parametrize("form", ["json", "csv", "junit", "sarif", "github"])
def test_rows_come_in_the_order_of_the_files_whichever_is_done_first(form: str, here: Path) -> None:
    for name in "abcdefgh":
        (here / f"x{name}.md").write_text("TODO: more\n" * (20_000 if name in "ace" else 1))
    said = outcomes("grade-all", "x*.md", "-r", "objective.md", "--format", form, "--at-once", "8")
    found = re.findall(r"x([a-h])\.md", said.out)
    assert list(dict.fromkeys(found)) == sorted(set(found)) == list("abcdefgh")


def test_a_baseline_of_another_rubric_is_said_to_be_one(here: Path) -> None:
    (here / "other.md").write_text("# Note\n\n- It has at least two words `check: words min=2`\n")
    outcomes("grade-all", "note.md", "-r", "objective.md", "--format", "json", "-o", "last.json")
    same, other = (
        outcomes("grade-all", "note.md", "-r", name, "--baseline", "last.json") for name in ("objective.md", "other.md")
    )
    told = "the baseline holds 1 file to another rubric"
    assert (told in same.err, told in other.err) == (False, True)


@pytest.mark.parametrize(
    ("form", "words"), [("junit", "<failure"), ("github", "::error"), ("sarif", '"level": "error"')]
)
def test_where_the_judge_breaks_what_code_decides_stands_beside_the_error(form: str, words: str, here: Path) -> None:
    assert here.is_dir()
    command = ("grade-all", "draft.md", "-r", "mixed.md", "--grader", judge("Broken"))
    said = outcomes(*command, "--format", form)
    assert said.code == 3
    assert words in said.out
    assert "It has at least four words" in said.out
    assert "broke: LookupError" in said.out
    (row,) = outcomes(*command, "--json").document["files"]
    assert (row["result"], row["exit_code"], row["graded"], row["total"]) == (None, 3, 1, 2)
    assert [each["status"] for each in row["criteria"]] == ["fail", "cannot_judge"]
    assert row["criteria"][1]["missing"] == "the judge did not get to its end"


def test_what_a_broken_judge_left_open_is_not_let_pass_later(here: Path) -> None:
    assert here.is_dir()
    command = ("grade-all", "note.md", "-r", "mixed.md")
    assert outcomes(*command, "--grader", judge("Broken"), "--format", "json", "-o", "broken.json").code == 3
    assert outcomes(*command, "--baseline", "broken.json").code == 5


def test_a_broken_judge_brings_no_known_failure_back(here: Path) -> None:
    assert here.is_dir()
    command = ("grade-all", "draft.md", "-r", "mixed.md", "--format")
    outcomes(*command, "json", "-o", "last.json", "--grader", judge("ScriptedGrader"))
    said = outcomes(*command, "github", "--baseline", "last.json", "--grader", judge("Broken"))
    assert (said.code, "It has at least four words" in said.out, "broke: LookupError" in said.out) == (3, False, True)


@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_a_stream_that_is_closed_breaks_nothing(closed: str, here: Path) -> None:
    command = [sys.executable, "-m", "outcomes", "grade-all", "note.md", "-r", "objective.md"]
    run = ["sh", "-c", f"{shlex.join(command)} {closed}"]
    done = subprocess.run(run, check=False, cwd=here, capture_output=True, text=True)
    assert (done.returncode, "1 satisfied" in done.stdout) == (0, True)
