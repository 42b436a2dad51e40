"""Programs that are started and waited for: what they may use, how they ended, and that none is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import outcomes
from outcomes.process import Confinement, Ended, run
from tests.workers.support import Pulse, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups and limits of POSIX")

ROOT = Path(outcomes.__file__).parents[1]


def confined(program: str, folder: Path, limits: Confinement) -> Ended:
    """Run a line of shell with limits."""
    return run(
        ["/bin/sh", "-c", program],
        folder=folder,
        environment={"PATH": os.defpath},
        timeout_seconds=30,
        confinement=limits,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not have all of these limits")
def test_a_confined_program_can_use_no_more_than_it_is_given(tmp_path: Path) -> None:
    limits = Confinement(address_space_bytes=1 << 30, cpu_seconds=7, written_bytes=1 << 20)
    ended = confined("ulimit -v; ulimit -t; ulimit -f; ulimit -c; umask", tmp_path, limits)
    memory, seconds, blocks, core, umask = ended.output.split()
    assert (ended.code, seconds, core, umask) == (0, "7", "0", "0077")
    assert (memory, blocks) == (str(1 << 20), str((1 << 20) // 512))


def test_a_file_cannot_grow_beyond_the_limit(tmp_path: Path) -> None:
    confined("head -c 3000000 /dev/zero > big", tmp_path, Confinement(written_bytes=1 << 20))
    assert (tmp_path / "big").stat().st_size <= 1 << 20


def test_a_confined_program_that_is_not_there_ends_with_an_error(tmp_path: Path) -> None:
    ended = run(
        [str(tmp_path / "nothing")], folder=tmp_path, environment={}, timeout_seconds=30, confinement=Confinement()
    )
    assert ended.code == 1
    assert "FileNotFoundError" in ended.output


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, "ended with exit code 3"),
        (-9, "was ended by SIGKILL"),
        (-77, "was ended by signal 77"),
        (None, "did not end in time"),
    ],
)
def test_how_a_program_ended_is_said_in_words(code: int | None, words: str) -> None:
    assert Ended(code, "").how == words


def test_nothing_is_left_behind_when_the_program_that_waits_ends(tmp_path: Path) -> None:
    """A thread that nobody waits for may be waiting for a program when ours comes to its end."""
    with contextlib.closing(Pulse(tmp_path)) as pulse:
        child = f'exec 3>"{pulse.path}"; printf up >&3; echo up > "{tmp_path}/up"; sleep 60'
        program = f"""
import pathlib, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from outcomes.process import run
up = pathlib.Path({str(tmp_path / "up")!r})
arguments = dict(folder=pathlib.Path("/"), environment={{"PATH": "/usr/bin:/bin"}}, timeout_seconds=60)
threading.Thread(target=run, args=(["/bin/sh", "-c", {child!r}],), kwargs=arguments, daemon=True).start()
while not up.exists():
    pass
"""
        subprocess.run([sys.executable, "-c", program], timeout=60, check=True)
        asyncio.run(until(pulse.is_gone, "the program's end"))
