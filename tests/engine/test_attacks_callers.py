"""Careless callers: outputs that cannot be, sinks that are none, texts for paths, settings of the wrong type."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import ArtifactError, RubricError, StoreError, UsageError, grade_sync, load_rubric, read_artifact
from outcomes.artifact import Artifact, FileEntry
from outcomes.blobs import Files
from outcomes.run import Run
from outcomes.settings import load_settings
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing import MemorySink, ScriptedGrader, ScriptedWorker
from outcomes.wiring import load_judge
from outcomes.workspace import place

from .support import SHORT, go, outcome, rubric

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.events import Event

RUBRIC = "- At most 20 words `check: words max=20`\n- It says what was done\n"


# -- where the best is put ---------------------------------------------------------------------------------------------


def a_file(place: Path) -> Path:
    place.write_text("mine")
    return place


def below_a_file(place: Path) -> Path:
    place.write_text("mine")
    return place / "deeper" / "still"


def dangling(place: Path) -> Path:
    place.symlink_to(place.with_name("gone"))
    return place


@pytest.mark.parametrize("make", [a_file, below_a_file, dangling])
def test_an_output_that_cannot_be_a_folder_is_refused_before_anybody_works(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    worker = ScriptedWorker(["never"])
    with pytest.raises(UsageError, match=r"nothing can be put into output=.* is not a folder"):
        go(outcome(SHORT), worker, output=make(tmp_path / "place"))
    assert worker.briefs == []


def test_no_folder_is_made_when_there_is_nothing_to_put_into_it(tmp_path: Path) -> None:
    run, _ = go(outcome(SHORT), ScriptedWorker([ZeroDivisionError()]), output=tmp_path / "a" / "b")
    assert run.result == "worker_error"
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_folder_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    run, _ = go(outcome(SHORT), ScriptedWorker(["few words"]), output=tmp_path / "link")
    assert run.best is not None
    assert (tmp_path / "real" / "artifact.txt").read_text() == "few words"


def test_an_output_that_goes_bad_while_the_worker_works_is_a_store_error(tmp_path: Path) -> None:
    def work(_brief: object) -> str:
        (tmp_path / "out").write_text("in the way")
        return "few words"

    with pytest.raises(StoreError, match=r"the artifact 'artifact\.txt' cannot be put into"):
        go(outcome(SHORT), work, output=tmp_path / "out")
    assert (tmp_path / "out").read_text() == "in the way"


@pytest.mark.parametrize("target", ["link", "folder"])
def test_whatever_is_already_there_is_left_alone(target: str, tmp_path: Path) -> None:
    there = tmp_path / "artifact.txt"
    if target == "link":
        there.symlink_to(tmp_path / "gone")
    else:
        there.mkdir()
    run, _ = go(outcome(SHORT), ScriptedWorker(["few words"]), output=tmp_path)
    assert run.best is not None
    assert run.best.path.name == "artifact-2.txt"
    assert there.is_symlink() or there.is_dir()


@pytest.mark.parametrize("several", [False, True])
def test_many_who_write_to_one_place_at_once_each_get_their_own(several: bool, tmp_path: Path) -> None:  # noqa: FBT001
    def one(number: int) -> tuple[Path, str]:
        blobs = MemoryBlobs()
        text = f"draft {number}"
        names = ("a.txt", "b.txt") if several else ("a.txt",)
        files = tuple(FileEntry(name, blobs.put(text.encode()), len(text)) for name in names)
        return place(tmp_path, Artifact("text", "note", files, contents=Files(files, blobs))), text

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(one, range(40)))
    assert len({path for path, _ in placed}) == 40
    assert all(((path / "a.txt") if several else path).read_text() == text for path, text in placed)


@pytest.mark.parametrize("several", [False, True])
def test_what_could_not_be_put_anywhere_whole_leaves_nothing(several: bool, tmp_path: Path) -> None:  # noqa: FBT001
    blobs = MemoryBlobs()
    names = ("a.txt", "x" * 300) if several else ("a.txt",)
    files = tuple(FileEntry(name, blobs.put(b"draft") if several else "0" * 64, 5) for name in names)
    with pytest.raises(StoreError):
        place(tmp_path, Artifact("text", "note", files, contents=Files(files, blobs)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["..", ".", "", "../../evil", "/etc/evil"])
def test_a_name_that_leads_elsewhere_does_not(name: str, tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    files = (FileEntry("a.txt", blobs.put(b"draft"), 5),)
    placed = place(tmp_path / "in", Artifact("text", name, files, contents=Files(files, blobs)))
    assert placed.parent == tmp_path / "in"
    assert placed.read_bytes() == b"draft"


def test_the_path_is_the_same_whenever_it_is_asked_for(tmp_path: Path) -> None:
    run, _ = go(outcome(SHORT), ScriptedWorker(["few words"]), output=tmp_path)
    assert run.best is not None
    path = run.best.path
    path.rename(tmp_path / "moved.txt")
    assert run.best.path == path
    assert run.best.value == "few words"
    assert [entry.name for entry in tmp_path.iterdir()] == ["moved.txt"]


def test_a_run_survives_being_written_as_json_and_read_again() -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=ScriptedGrader())
    line = run.model_dump_json()
    again = Run.model_validate_json(line)
    assert again.model_dump_json() == line
    assert again.usage.model_extra == {}


# -- sinks -------------------------------------------------------------------------------------------------------------


async def async_sink(_event: Event) -> None:
    """Seems to take an event."""


class AsyncSink:
    """Seems to take an event, too."""

    async def __call__(self, _event: Event) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("sink", "what"), [(async_sink, "a coroutine function"), (AsyncSink(), "a coroutine function"), ("x", "a str")]
)
def test_a_sink_that_could_not_take_an_event_is_refused_before_anybody_works(sink: Any, what: str) -> None:
    worker = ScriptedWorker(["never"])
    with pytest.raises(UsageError, match=f"a sink is a plain function .*; not {what}"):
        asyncio.run(_run(worker, sink))
    assert worker.briefs == []


async def _run(worker: Any, *sinks: Any) -> Run:
    from outcomes import run_outcome

    return await run_outcome(outcome(SHORT), worker, sinks=sinks)


class UnprintableError(Exception):
    """Cannot say what is wrong."""

    def __str__(self) -> str:
        raise ZeroDivisionError


@pytest.mark.parametrize("error", [UnprintableError(), asyncio.CancelledError(), RuntimeError("caf\udce9")])
def test_whatever_a_sink_raises_the_run_and_the_other_sinks_go_on(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_event: Event) -> None:
        raise error

    told = MemorySink()
    run = asyncio.run(_run(ScriptedWorker(["few words"]), broken, broken, told))
    assert (run.result, len(told.events)) == ("satisfied", 5)
    assert capsys.readouterr().out.count("sink left out") == 2


def test_what_is_meant_to_end_the_program_ends_it_from_a_sink_too() -> None:
    def leave(_event: Event) -> None:
        sys.exit(3)

    with pytest.raises(SystemExit):
        asyncio.run(_run(ScriptedWorker(["few words"]), leave))


# -- rubrics and artifacts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [RUBRIC, RUBRIC * 100, "- one\n"])
def test_the_text_of_a_rubric_is_no_path_and_the_error_says_so(text: str) -> None:
    with pytest.raises(UsageError, match="a path is wanted, not the text of a rubric"):
        load_rubric(text)


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", ".", "nowhere/board-deck", "board-dek"])
def test_what_no_rubric_is_called_is_said_to_be_missing(name: str) -> None:
    with pytest.raises(UsageError, match="there is no rubric file") as refused:
        load_rubric(name)
    assert len(str(refused.value)) < 700


def test_an_empty_name_is_not_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is empty by mistake must not send everything that lies around to a judge."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.key").write_text("secret")
    for read in (read_artifact, load_rubric, lambda name: grade_sync(name, rubric(SHORT))):
        with pytest.raises(UsageError, match=r"there is no rubric file|an empty string names no file"):
            read("")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"caf\xe9\n", b"PK\x03\x04\x14\x00\xff\xd8"])
def test_a_rubric_that_is_not_text_is_a_rubric_error(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rubric.md"
    path.write_bytes(data)
    with pytest.raises(RubricError, match="not UTF-8 text"):
        load_rubric(path)


def test_a_name_and_a_path_are_graded_alike_and_a_folder_by_all_of_it(tmp_path: Path) -> None:
    note = tmp_path / "in" / "note.txt"
    note.parent.mkdir()
    note.write_text("few words")
    assert (
        grade_sync(str(note), rubric(SHORT))
        == grade_sync(note, rubric(SHORT))
        == grade_sync(note.parent, rubric(SHORT))
    )
    (note.parent / "more.txt").write_text("word " * 30)
    assert grade_sync(str(note.parent), rubric(SHORT)).result == "needs_revision"
    with pytest.raises(ArtifactError, match="there is no file"):
        grade_sync("few words", rubric(SHORT))


# -- graders by name ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("", "a grader is named package.module:name"),
        ("outcomes.testing", "a grader is named package.module:name"),
        ("a:b:c", "a grader is named package.module:name"),
        (".relative:name", "a grader is named package.module:name"),
        ("no_such_module_here:name", "cannot be imported"),
        ("outcomes.testing:Nothing", "the module has no 'Nothing'"),
        ("os:path", "gives a module"),
        ("os:sep", "gives a str"),
        ("builtins:dict", "gives a dict"),
    ],
)
def test_a_reference_to_what_is_no_grader_says_what_is_wrong(reference: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_judge(reference)


def test_a_module_that_breaks_while_it_is_imported_is_not_said_to_lack_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_judge_module.py").write_text("import os\nos.no_such_thing\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(AttributeError, match="no_such_thing"):
        load_judge("broken_judge_module:Judge")


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"max_iterations = true", "it is a number, not true or false, found True"),
        (b"max_iterations = 0", "greater than or equal to 1, found 0"),
        (b"max_iterations = 3.5", "found 3.5"),
        (b"max_iterations = [3]", r"found \[3\]"),
        (b"worker_timeout_seconds = inf", "finite number, found inf"),
        (b"worker_timeout_seconds = nan", "found nan"),
        (b"grader = 5", "valid string, found 5"),
        (b"[grader]\nname = 'x'", "valid string"),
        (b"maximum_iterations = 3", "unknown key 'maximum_iterations'. Did you mean 'max_iterations'"),
        (b"max_iterations = ", "cannot be read"),
        (b"max_iterations = " + b"9" * 5_000, "cannot be read"),
        (b"a = " + b"[" * 100_000, "cannot be read"),
        (b"grader = '\xff'", "cannot be read"),
    ],
)
def test_settings_of_the_wrong_type_are_a_usage_error_that_names_them(
    written: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "outcomes.toml").write_bytes(written)
    with pytest.raises(UsageError, match=said):
        load_settings({}, tmp_path)


def test_settings_saved_by_an_editor_that_marks_utf_8_are_read(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_bytes(b"\xef\xbb\xbfmax_iterations = 5")
    assert load_settings({"OUTCOMES_WORKER_TIMEOUT_SECONDS": "1.5"}, tmp_path).max_iterations == 5
