"""The check that runs a program: in a fresh folder, with little around it, and never for long."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact, FileEntry
from outcomes.blobs import Files
from outcomes.check import CheckResult
from outcomes.checks.command import command
from outcomes.process import OUTPUT_BYTES
from outcomes.process import run as run_program
from outcomes.stores.memory import MemoryBlobs
from tests.checks.support import delivered, run

if TYPE_CHECKING:
    from outcomes.check import Finding

DATA = delivered("json", data_json=b'{"a": 1}')


def python(program: str, artifact: Artifact = DATA, **args: object) -> CheckResult:
    """Run a line of Python as the check would."""
    return run(command, artifact, argv=[sys.executable, "-c", program], **args)


def finding(result: CheckResult) -> Finding:
    (found,) = result.findings
    return found


def test_a_program_that_ends_well_passes() -> None:
    result = run(command, DATA, argv=[sys.executable, "-m", "json.tool", "{artifact}"])
    assert (result.passed, result.findings) == (True, ())
    assert result.measured.endswith("ended with exit code 0")


def test_a_program_that_fails_is_quoted_with_its_exit_code_and_last_lines() -> None:
    result = python("import sys; [print(n, flush=True) for n in range(30)]; sys.exit('no good\\x1b[2J')")
    assert result.passed is False
    assert finding(result).locator == ""
    assert finding(result).problem == (
        "the program ended with exit code 1; the end of its output:\n"
        + "\n".join(map(str, range(21, 30)))
        + "\nno good\\x1b[2J"
    )
    assert result.smallest_fix.endswith("ends with exit code 0.")


def test_a_program_that_fails_in_silence_says_so() -> None:
    assert finding(python("raise SystemExit(3)")).problem == "the program ended with exit code 3 and printed nothing"


def test_the_files_are_copied_and_the_program_may_do_to_them_what_it_likes() -> None:
    program = "import pathlib; p = pathlib.Path('data.json'); assert p.read_text() == '{\"a\": 1}'; p.unlink()"
    assert python(program).passed
    assert DATA.contents is not None
    assert DATA.contents.read("data.json") == b'{"a": 1}'


def test_several_files_keep_their_folders_and_the_artifact_is_the_folder() -> None:
    blobs = MemoryBlobs()
    contents = {"a/b/c.txt": b"deep", "top.txt": b"top"}
    entries = tuple(FileEntry(path, blobs.put(data), len(data)) for path, data in contents.items())
    artifact = Artifact(kind="folder", name="out", files=entries, contents=Files(entries, blobs))
    program = (
        "import os, pathlib, sys; here = pathlib.Path(sys.argv[1]); assert sys.argv[1] == '.';"
        "assert (here / 'a/b/c.txt').read_text() == 'deep';"
        "assert pathlib.Path(os.environ['OUTCOMES_ARTIFACT']) == pathlib.Path.cwd()"
    )
    assert run(command, artifact, argv=[sys.executable, "-c", program, "{artifact}"]).passed


def test_the_environment_is_small_and_home_is_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    program = (
        "import os, pathlib; e = dict(os.environ); e.pop('LC_CTYPE', None); e.pop('SYSTEMROOT', None);"
        "e.pop('__CF_USER_TEXT_ENCODING', None);"
        "here = str(pathlib.Path.cwd());"
        "assert sorted(e) == ['HOME', 'LANG', 'OUTCOMES_ARTIFACT', 'PATH'], sorted(e);"
        "assert (e['HOME'], e['OUTCOMES_ARTIFACT']) == (here, os.path.join(here, 'data.json'))"
    )
    result = python(program)
    assert result.passed, result.findings


def test_there_is_no_input_to_wait_for() -> None:
    assert python("import sys; assert sys.stdin.read() == ''").passed


def test_there_is_no_shell() -> None:
    assert finding(python("import sys; sys.exit(sys.argv[1:] != ['$HOME', ';', '*'])")).problem.startswith(
        "the program"
    )
    assert run(command, DATA, argv=[sys.executable, "-c", "import sys; print(sys.argv[1])", "$(exit 1)"]).passed


def test_a_file_name_is_never_taken_for_an_option() -> None:
    blobs = MemoryBlobs()
    entry = FileEntry("-c", blobs.put(b"x"), 1)
    artifact = Artifact(kind="text", name="-c", files=(entry,), contents=Files((entry,), blobs))
    program = "import sys; assert sys.argv[1] == './-c' and open(sys.argv[1]).read() == 'x'"
    assert run(command, artifact, argv=[sys.executable, "-c", program, "{artifact}"]).passed


def test_a_program_that_takes_too_long_is_ended_with_all_its_children() -> None:
    program = (
        "import subprocess, sys, time; print('begun', flush=True);"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
    )
    started = time.monotonic()
    result = python(program, timeout_seconds=0.4)
    assert time.monotonic() - started < 5
    assert finding(result).problem == "the program did not end within 0.4 seconds; the end of its output:\nbegun"


def test_a_child_left_behind_is_ended_and_not_waited_for() -> None:
    program = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    started = time.monotonic()
    assert python(program).passed
    assert time.monotonic() - started < 5


def test_a_flood_of_output_is_kept_to_its_end() -> None:
    ended = run_program(
        [sys.executable, "-c", f"print('x' * {3 * OUTPUT_BYTES}); print('the end')"],
        folder=Path.cwd(),
        environment=os.environ,
        timeout_seconds=30,
    )
    assert (ended.code, len(ended.output), ended.output[-9:]) == (0, OUTPUT_BYTES, "\nthe end\n")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_program_ended_by_a_signal_says_which() -> None:
    problem = finding(python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")).problem
    assert problem == "the program was ended by SIGTERM and printed nothing"


def test_the_temporary_folder_is_not_named_in_what_is_reported() -> None:
    problem = finding(python("import os, sys; sys.exit(os.getcwd() + os.sep + 'data.json in ' + os.getcwd())")).problem
    assert problem == "the program ended with exit code 1; the end of its output:\ndata.json in ."


def test_a_program_that_does_not_exist_cannot_decide() -> None:
    assert run(command, DATA, argv=["no-such-program-here"]) == CheckResult(
        passed=None, measured='"no-such-program-here" cannot be run: No such file or directory'
    )


def test_files_that_cannot_be_laid_out_cannot_be_decided_about() -> None:
    blobs = MemoryBlobs()
    entry = FileEntry("../outside.txt", blobs.put(b"x"), 1)
    artifact = Artifact(kind="text", name="outside.txt", files=(entry,), contents=Files((entry,), blobs))
    assert python("pass", artifact) == CheckResult(
        passed=None,
        measured='the artifact\'s files cannot be laid out in a folder: "../outside.txt" leads out of it',
    )
