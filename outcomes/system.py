"""What differs between systems: process groups, durable writes, locks, and opening a file without following links."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import stat
import sys
import tempfile
import threading
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.errors import ArtifactError, StoreError
from outcomes.shortage import in_words, is_shortage

if TYPE_CHECKING:
    from collections.abc import Iterator

POSIX = os.name == "posix"


def own_process_group() -> dict[str, Any]:
    """Arguments for `Popen` that put a child, and whatever it starts, into a group that can be killed whole."""
    if POSIX:
        return {"start_new_session": True}
    return {"creationflags": 0x00000200}  # CREATE_NEW_PROCESS_GROUP


def kill_group(pid: int) -> None:
    """Kill a child started with `own_process_group`, and everything that it started; no error if it is gone."""
    with contextlib.suppress(OSError):
        if POSIX:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


_pauses = 0
_pausing = threading.Lock()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's cycle collector from running while a document is taken apart.

    Each block that is kept makes the collector look through all that are there already, which takes longer than making
    them: four fifths of the time for a large workbook. Values that hold no cycles are not what it looks for.
    """
    global _pauses  # noqa: PLW0603 - there is one collector in a process
    with _pausing:
        ours = _pauses > 0 or gc.isenabled()
        if ours:
            _pauses += 1
            gc.disable()
    try:
        yield
    finally:
        if ours:
            with _pausing:
                _pauses -= 1
                if _pauses == 0:
                    gc.enable()


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a file's lock against other processes and threads; the system lets go of it when a process dies.

    The file is made if need be, and stays: removing it would let two hold what they take for one lock.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    _locks.add(handle)
    try:
        _lock(handle)
        yield
    finally:
        _locks.discard(handle)
        os.close(handle)


_locks: set[int] = set()
"""Handles of locks that this process holds or waits for."""


def _leave_locks_to_parent() -> None:
    """A lock belongs to whoever has it open, a forked child too, in which nobody would ever let go of it."""
    for handle in _locks:
        with contextlib.suppress(OSError):
            os.close(handle)
    _locks.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_locks_to_parent)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            with contextlib.suppress(OSError):  # after ten attempts, one a second
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


class Process(NamedTuple):
    """A process that can be told from others, also from a later one of the same number."""

    host: str
    boot: str
    """The machine's start; empty where the system has no name for it."""
    pid: int
    started: str
    """Empty where the system does not say."""
    numbers: str = ""
    """The space in which its number counts: containers that share a name and a kernel count processes apart."""

    @classmethod
    def this(cls) -> Process:
        """The one that asks."""
        return cls(socket.gethostname(), _boot(), os.getpid(), _started(os.getpid()), _numbers())

    @property
    def gone(self) -> bool:
        """Whether it has certainly ended; `False` where that cannot be known, as on another machine.

        On Windows it cannot: to ask with `os.kill` there would end the process.
        """
        if not POSIX or self.host != socket.gethostname():
            return False
        if self.boot != _boot():
            return True
        if self.numbers != _numbers():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False  # it is somebody else's
        return self.started != _started(self.pid)


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _numbers() -> str:
    """The PID namespace (pid_namespaces(7)); empty where there are none."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Field 22 of `/proc/PID/stat`: ticks between the machine's start and the process's (proc(5))."""
    try:
        stat_line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat_line.rpartition(")")[2].split()[19]


def is_file(path: Path) -> bool:
    """Whether there is such a file; what no file can be called (the text of a rubric, say) is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def leads_outside(path: str) -> bool:
    """Whether a path inside an artifact is none: absolute, through `..`, without a name, or with a NUL."""
    relative = PurePosixPath(path)
    return relative.is_absolute() or not relative.name or ".." in relative.parts or "\0" in path


def write_below(folder: Path, path: str, data: bytes) -> None:
    """Write one file of an artifact below a folder; `FileExistsError` when its place is taken.

    Two names that the file system holds for one must not become one file.
    """
    target = folder.joinpath(*PurePosixPath(path).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as stream:
        stream.write(data)


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is either not there or complete: temporary name, sync, rename, sync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".outcomes-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have a new name outlive the machine too, where folders can be synced; the file is complete in any case."""
    if not POSIX:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_regular(path: Path, name: str, most_bytes: int) -> bytes:
    """The bytes of a regular file; a link, device, pipe or a file that is too large is an `ArtifactError`.

    `name` is what messages call it. What is checked is what was opened, so that nothing can be swapped in between.
    Where this machine has run out of something it is a `StoreError`, since that is not the file's fault.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        # Asked before it is opened as well, since opening a device may already do something.
        _refuse_irregular(path.lstat(), name)
        handle = os.open(path, flags)
        try:
            return _read(handle, name, most_bytes)
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise ArtifactError("missing", f"there is no file {name!r}.", fix="Write it, or name the right file.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and is_shortage(error):
            msg = f"{name!r} could not be read here: {in_words(error)}"
            raise StoreError(msg) from None
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ArtifactError("missing", f"{name!r} cannot be read: {why}.", fix="Make it readable.") from None


def _read(handle: int, name: str, most_bytes: int) -> bytes:
    status = os.fstat(handle)
    _refuse_irregular(status, name)
    if status.st_size > most_bytes:
        message = f"{name!r} has {status.st_size:,} bytes; the limit is {most_bytes:,}."
        raise ArtifactError("too-large", message, fix="Deliver a smaller file.")
    with os.fdopen(handle, "rb", closefd=False) as stream:
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ArtifactError("too-large", f"{name!r} grew beyond {most_bytes:,} bytes while it was read.")
    return data


def _refuse_irregular(status: os.stat_result, name: str) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    linked = stat.S_ISLNK(status.st_mode)
    what = "a symbolic link" if linked else "not a regular file (a folder, device, pipe or socket)"
    raise ArtifactError("not-a-regular-file", f"{name!r} is {what}.", fix="Put the file itself there.")
