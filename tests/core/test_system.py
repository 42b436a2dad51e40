"""What differs between systems: process groups, whole files, plain files."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.errors import ArtifactError
from outcomes.system import kill_group, own_process_group, read_regular, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="groups, links and pipes as POSIX has them")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def begin(script: str) -> subprocess.Popen[bytes]:
    """A shell in a group of its own, which has said `up`."""
    process = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, **own_process_group())
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


@posix
def test_a_group_is_killed_whole_and_its_pipes_are_closed_by_that() -> None:
    with begin("sleep 60 & echo up; wait") as process:
        kill_group(process.pid)
        assert process.stdout is not None
        assert process.stdout.read() == b"", "nobody is left who could write"
        assert process.wait() == -signal.SIGKILL


@posix
def test_what_outlived_its_parent_is_killed_with_the_group() -> None:
    with begin("sleep 60 & echo up") as process:
        assert process.wait() == 0
        kill_group(process.pid)
        assert process.stdout is not None
        assert process.stdout.read() == b""


def test_a_group_that_is_gone_is_no_error() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], **own_process_group()) as process:
        process.wait()
    kill_group(process.pid)


@posix
def test_a_child_of_its_own_group_is_not_in_ours() -> None:
    with begin("echo up; exec sleep 60") as process:
        assert os.getpgid(process.pid) == process.pid != os.getpgid(0)
        kill_group(process.pid)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.binary(max_size=200))
def test_a_whole_file_is_read_back_as_it_was_written(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    write_whole(path, data)
    assert read_regular(path, "file", 200) == data
    assert names_in(path.parent) == ["file"]


def test_writing_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a long first version")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(path, b"data")
    assert names_in(tmp_path) == ["taken"]


def test_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    versions = [bytes([letter]) * 5_000 for letter in b"abcdefgh"]
    threads = [threading.Thread(target=write_whole, args=(path, data)) for data in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in versions
    assert names_in(tmp_path) == ["file"]


def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_regular(path, "file", 5) == b"12345"
    with pytest.raises(ArtifactError) as refused:
        read_regular(path, "the file", 4)
    assert (refused.value.code, refused.value.message) == ("too-large", "'the file' has 5 bytes; the limit is 4.")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError) as refused:
        read_regular(tmp_path, "it", 4)
    assert refused.value.code == "not-a-regular-file"


@posix
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArtifactError) as refused:
        read_regular(tmp_path / "pipe", "it", 4)
    assert refused.value.code == "not-a-regular-file"


@posix
def test_a_refused_file_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    before = names_in(Path("/dev/fd"))
    for _ in range(3):
        with pytest.raises(ArtifactError):
            read_regular(tmp_path / "file", "it", 4)
        with pytest.raises(ArtifactError):
            read_regular(tmp_path, "it", 4)
    assert names_in(Path("/dev/fd")) == before


@posix
def test_what_is_written_can_be_read_by_others_as_files_usually_can(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"data")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o644
