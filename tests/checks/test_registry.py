"""Checks of other packages: found by their entry points, imported when asked for, and refused by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.checks import ALL
from outcomes.checks.registry import GROUP, Registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHECKS = """\
from outcomes.check import CheckResult, NoArgs, check


def a_check(name):
    return check(
        name, summary="It is signed", example="check: " + name, args=NoArgs, group="house",
        meaning="m", source="s", false_positives="f",
    )(lambda artifact, args, files: CheckResult(passed="Signed" in artifact.visible_text, measured="looked",
                                                smallest_fix="Sign it."))
"""


def install(folder: Path, distribution: str, prefix: str, module: str, code: str) -> None:
    """A distribution as pip leaves it: a module, and what its metadata says of it."""
    (folder / f"{module}.py").write_text(CHECKS + code)
    info = folder / f"{distribution.replace('-', '_')}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{prefix} = {module}:CHECKS\n")


def outcomes(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The tool, with what is installed in the folder."""
    line = [sys.executable, "-m", "outcomes", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with one package of checks that works, and a note to grade."""
    install(tmp_path, "acme-checks", "acme", "acme_checks", 'CHECKS = [a_check("acme.signed")]\n')
    (tmp_path / "note.txt").write_text("Signed: A.")
    (tmp_path / "rubric.md").write_text("# Note\n\n- It is signed `check: acme.signed`\n")
    return tmp_path


def test_the_checks_of_another_package_are_listed_and_decide(site: Path) -> None:
    listed = outcomes(site, "checks")
    assert "acme.signed" in listed.stdout
    assert "It is signed (from acme-checks 1.2)" in listed.stdout
    assert outcomes(site, "grade", "note.txt", "--rubric", "rubric.md").returncode == 0
    (site / "note.txt").write_text("Nobody.")
    assert outcomes(site, "grade", "note.txt", "--rubric", "rubric.md").returncode == 1


def test_a_package_that_cannot_be_loaded_is_named_and_the_others_go_on(site: Path) -> None:
    install(site, "broken-checks", "broken", "broken_checks", "import no_such_module\n")
    why = "the checks of broken-checks 1.2 (outcomes.checks: broken) cannot be loaded: ModuleNotFoundError: "
    listed = outcomes(site, "checks")
    assert (listed.returncode, f"warning: {why}" in listed.stderr) == (0, True)
    document = json.loads(outcomes(site, "checks", "--json").stdout)
    assert document["problems"] == [f"{why}No module named 'no_such_module'."]
    assert document["checks"][-1]["owner"] == "acme-checks 1.2"
    (site / "rubric.md").write_text("# Note\n\n- It is signed `check: broken.signed`\n")
    graded = outcomes(site, "grade", "note.txt", "--rubric", "rubric.md")
    assert graded.returncode == 2
    assert f"rubric.md:3: unknown check 'broken.signed': {why}" in graded.stderr


def test_no_other_package_is_imported_for_a_rubric_that_needs_none(site: Path) -> None:
    install(site, "loud-checks", "loud", "loud_checks", 'print("imported")\nCHECKS = [a_check("loud.signed")]\n')
    (site / "rubric.md").write_text("# Note\n\n- It is short `check: words max=5`\n")
    graded = outcomes(site, "grade", "note.txt", "--rubric", "rubric.md")
    assert (graded.returncode, "imported" in graded.stdout) == (0, False)


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def registry(*entries: EntryPoint) -> Registry:
    return Registry(ALL, lambda: entries)


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Writes a module that can be imported until the test is over."""
    monkeypatch.syspath_prepend(tmp_path)
    written: list[str] = []

    def write(name: str, code: str) -> None:
        (tmp_path / f"{name}.py").write_text(CHECKS + code)
        written.append(name)

    yield write
    for name in written:
        sys.modules.pop(name, None)


def test_a_name_that_two_packages_want_goes_to_the_first_and_both_are_named(importable: Any) -> None:
    importable("one_checks", 'CHECKS = a_check("acme.signed")\n')
    importable("two_checks", 'CHECKS = a_check("acme.signed"), a_check("words")\n')
    known = registry(entry("acme", "two_checks:CHECKS"), entry("acme", "one_checks:CHECKS"))
    assert known["acme.signed"].owner == "one_checks:CHECKS"
    assert [problem.message for problem in known.problems] == [
        (
            "two packages have a check 'acme.signed': one_checks:CHECKS and two_checks:CHECKS; "
            "the one of two_checks:CHECKS is left out."
        ),
        (
            "two packages have a check 'words': outcome-engine and two_checks:CHECKS; "
            "the one of two_checks:CHECKS is left out."
        ),
    ]
    assert list(known) == [*ALL, "acme.signed"]
    assert len(known) == len(ALL) + 1


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [
        ("acme", 'CHECKS = a_check("signed")', "m:CHECKS names a check 'signed'; its names begin with 'acme.'"),
        ("docx", 'CHECKS = a_check("docx.signed")', "m:CHECKS names its checks after 'docx', as ours are"),
        (
            "acme",
            "CHECKS = 3",
            "m:CHECKS is to be one or more checks (functions under @outcomes.check.check), found int",
        ),
        ("acme", "CHECKS = [len]", "found builtin_function_or_method"),
        ("acme", "raise SystemExit(9)", "cannot be loaded: SystemExit: 9."),
    ],
)
def test_what_breaks_the_rules_is_left_out_with_a_reason(importable: Any, name: str, code: str, problem: str) -> None:
    importable("m", code)
    known = registry(entry(name, "m:CHECKS"))
    assert list(known) == list(ALL)
    assert problem in known.problems[0].message
    assert name == "docx" or known.why_not(f"{name}.signed") == known.problems[0].message
