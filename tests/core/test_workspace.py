"""Where workers work: nothing is made before it is asked for, nothing is left, nothing else is touched."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact, FileEntry
from outcomes.blobs import Files
from outcomes.errors import StoreError
from outcomes.stores.memory import MemoryBlobs
from outcomes.usage import Usage
from outcomes.worker import Brief
from outcomes.workspace import Workspace, copy_into

if TYPE_CHECKING:
    from pathlib import Path


def an_artifact(**contents: bytes) -> Artifact:
    """`an_artifact(**{"a.md": b"one"})`."""
    blobs = MemoryBlobs()
    files = tuple(FileEntry(path, blobs.put(data), len(data)) for path, data in contents.items())
    return Artifact(kind="folder", name="notes", files=files, contents=Files(files, blobs))


TWO = an_artifact(**{"a.md": b"one", "b/c.md": b"two"})


def below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_made_before_somebody_asks_for_it(tmp_path: Path) -> None:
    desk = Workspace(tmp_path / "scratch").desk(0, TWO)
    assert (desk.made, desk.base, desk.usage) == (None, TWO, None)
    assert not (tmp_path / "scratch").exists()


@pytest.mark.parametrize("first", ["workspace", "outputs"])
def test_a_desk_has_a_folder_of_its_own_and_outputs_inside(first: str, tmp_path: Path) -> None:
    desk = Workspace(tmp_path / "scratch").desk(2, None)
    getattr(desk, first)
    assert desk.workspace == tmp_path / "scratch" / "iteration-2" / "workspace"
    assert desk.outputs == desk.made == desk.workspace / "outputs"
    assert below(desk.workspace) == {}


def test_outputs_begin_as_a_copy_of_the_base_that_can_be_changed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = workspace.desk(1, TWO)
    (first.outputs / "a.md").write_bytes(b"changed")
    assert below(first.outputs) == {"a.md": b"changed", "b/c.md": b"two"}
    assert below(workspace.desk(2, TWO).outputs) == {"a.md": b"one", "b/c.md": b"two"}


def test_what_is_in_a_desk_stays_while_it_is_used(tmp_path: Path) -> None:
    desk = Workspace(tmp_path).desk(0, None)
    (desk.outputs / "note.md").write_bytes(b"draft")
    assert below(desk.workspace) == {"outputs/note.md": b"draft"}


def test_a_step_that_runs_again_does_not_see_what_its_first_try_left(tmp_path: Path) -> None:
    crashed = Workspace(tmp_path).desk(0, None)
    (crashed.outputs / "half.md").write_bytes(b"half")
    assert below(Workspace(tmp_path).desk(0, None).workspace) == {}


def test_without_a_place_a_temporary_one_is_made_and_removed() -> None:
    workspace = Workspace()
    folder = workspace.desk(0, TWO).workspace
    assert folder.is_dir()
    workspace.clear()
    assert not folder.exists()
    assert not folder.parent.exists()
    workspace.clear()


def test_clearing_leaves_what_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_bytes(b"mine")
    workspace = Workspace(tmp_path)
    for iteration in range(2):
        (workspace.desk(iteration, None).outputs / "note.md").write_bytes(b"draft")
    workspace.clear()
    assert below(tmp_path) == {"mine.md": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]


def test_clearing_what_was_never_used_makes_nothing(tmp_path: Path) -> None:
    Workspace(tmp_path / "scratch").clear()
    assert not (tmp_path / "scratch").exists()


def test_a_workspace_that_was_cleared_can_be_used_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "scratch")
    workspace.desk(0, None).outputs.joinpath("note.md").write_bytes(b"draft")
    workspace.clear()
    assert below(workspace.desk(0, None).workspace) == {}


def test_threads_that_ask_at_once_get_one_folder_and_lose_nothing(tmp_path: Path) -> None:
    desk = Workspace(tmp_path).desk(0, TWO)

    def write(number: int) -> None:
        (desk.outputs / f"{number}.md").write_bytes(b"part")
        desk.report(Usage(output_tokens=1, cost_usd=0.5))

    async def together() -> None:
        await asyncio.gather(*(asyncio.to_thread(write, number) for number in range(8)))

    asyncio.run(together())
    assert sorted(below(desk.outputs)) == sorted(["a.md", "b/c.md", *(f"{number}.md" for number in range(8))])
    assert desk.usage == Usage(output_tokens=8, cost_usd=4.0)


def test_usage_adds_up_and_its_cost_is_unknown_as_soon_as_one_part_is() -> None:
    desk = Workspace().desk(0, None)
    brief = Brief(description="d", iteration=0, criteria=(), step_id="s").at(desk)
    brief.report_usage(input_tokens=3, cost_usd=0.5)
    brief.report_usage(output_tokens=2, cache_read_input_tokens=1, cost_usd=0.25)
    assert desk.usage == Usage(input_tokens=3, output_tokens=2, cache_read_input_tokens=1, cost_usd=0.75)
    brief.report_usage(cache_creation_input_tokens=4)
    assert desk.usage == Usage(
        input_tokens=3, output_tokens=2, cache_creation_input_tokens=4, cache_read_input_tokens=1
    )


def test_a_brief_leads_to_its_desk_and_is_the_same_brief(tmp_path: Path) -> None:
    brief = Brief(description="d", iteration=0, criteria=(), step_id="s")
    desk = Workspace(tmp_path).desk(0, TWO)
    placed = brief.at(desk)
    assert (placed.workspace, placed.outputs, placed.base) == (desk.workspace, desk.outputs, TWO)
    assert placed.model_dump() == brief.model_dump()


def test_a_brief_without_a_desk_says_so() -> None:
    with pytest.raises(RuntimeError, match="this brief has no desk"):
        _ = Brief(description="d", iteration=0, criteria=(), step_id="s").outputs


def test_a_single_file_is_given_by_its_path_and_several_by_their_folder(tmp_path: Path) -> None:
    assert copy_into(tmp_path / "one", an_artifact(**{"note.md": b"n"})) == tmp_path / "one" / "note.md"
    assert copy_into(tmp_path / "two", TWO) == tmp_path / "two"
    assert below(tmp_path) == {"one/note.md": b"n", "two/a.md": b"one", "two/b/c.md": b"two"}


@pytest.mark.parametrize("path", ["../escaped.md", "a/../../escaped.md", "/escaped.md", ".."])
def test_a_path_that_leads_out_of_the_folder_is_refused_before_anything_is_written_there(
    path: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError) as refused:
        copy_into(tmp_path / "in" / "side", an_artifact(**{path: b"x"}))
    assert str(refused.value) == f"the artifact has a file outside itself: {path!r}"
    assert below(tmp_path) == {}


def test_an_artifact_without_its_bytes_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        copy_into(tmp_path, Artifact(kind="text", name="note", files=(FileEntry("note", "5a", 1),)))
    assert str(refused.value) == "the artifact 'note' carries no bytes to write"
