"""Where workers work: one scratch folder per step, made when it is first asked for, beginning with the best so far.

And where the best goes in the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import threading
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from outcomes.errors import StoreError, UsageError
from outcomes.shortage import in_words
from outcomes.system import leads_outside, write_below, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.artifact import Artifact
    from outcomes.usage import Usage


class Workspace:
    """The scratch folder of a run. Nothing in it outlives the run; what was delivered is kept elsewhere by hash."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is where step folders go; without one, a temporary folder made on first use."""
        self._given = root
        self._root: Path | None = None
        self._made: list[Path] = []
        self._over = False

    @property
    def root(self) -> Path:
        """The folder, made on first use."""
        if self._root is None:
            if self._given is not None:
                self._given.mkdir(parents=True, exist_ok=True)
                self._root = self._given.resolve()
            else:
                self._root = Path(tempfile.mkdtemp(prefix="outcomes-")).resolve()
        return self._root

    def desk(self, iteration: int, base: Artifact | None) -> StepDesk:
        """A desk for one step."""
        return StepDesk(self, iteration, base)

    def fresh(self, name: str) -> Path:
        """An empty folder; what a first try that crashed has left under this name is removed."""
        if self._over:
            msg = "the run is over and its workspace removed; whoever still works for it may stop"
            raise StoreError(msg)
        folder = self.root / name
        if os.path.lexists(folder):
            _remove(folder)
        folder.mkdir(parents=True)
        self._made.append(folder)
        return folder

    def clear(self) -> None:
        """Remove everything that this run made here, and nothing that was there before."""
        made = self._made if self._given is not None else [self._root] if self._root is not None else []
        for folder in made:
            with contextlib.suppress(OSError):  # an unlucky leftover is no reason to lose a run
                _remove(folder)
        self._made, self._root = [], None

    def close(self) -> None:
        """Clear it for good: a worker that was given up and still works in its thread makes no new folder."""
        self._over = True
        self.clear()


class StepDesk:
    """One step's folders and what it reports having used."""

    def __init__(self, workspace: Workspace, iteration: int, base: Artifact | None) -> None:
        """Nothing is made yet."""
        self._workspace = workspace
        self._iteration = iteration
        self._base = base
        self._folder: Path | None = None
        self._one_at_a_time = threading.Lock()
        self.usage: Usage | None = None

    @property
    def base(self) -> Artifact | None:
        """The best artifact so far."""
        return self._base

    @property
    def made(self) -> Path | None:
        """The outputs folder, if the worker ever asked for a folder."""
        return self._folder / "outputs" if self._folder is not None else None

    @property
    def workspace(self) -> Path:
        """A fresh folder for this step, also when several threads of a worker ask for it at once."""
        with self._one_at_a_time:
            if self._folder is None:
                try:
                    self._folder = self._laid_out()
                except OSError as error:
                    msg = f"no folder could be made for a worker to work in: {in_words(error)}"
                    raise StoreError(msg) from None
        return self._folder

    def _laid_out(self) -> Path:
        """A new folder; its name must not tell a grader which round this is, since a worker may hand it all over."""
        folder = self._workspace.fresh(f"iteration-{self._iteration}") / "workspace"
        (folder / "outputs").mkdir(parents=True)
        if self._base is not None:
            copy_into(folder / "outputs", self._base)
        return folder

    @property
    def outputs(self) -> Path:
        """The folder whose contents are the deliverable."""
        return self.workspace / "outputs"

    def report(self, usage: Usage) -> None:
        """Add to what this step used; from any thread."""
        with self._one_at_a_time:
            self.usage = usage if self.usage is None else self.usage + usage


def copy_into(folder: Path, artifact: Artifact) -> Path:
    """Write an artifact's files below a folder; return the file, or the folder when there are several."""
    for entry in artifact.files:
        if leads_outside(entry.path):
            msg = f"the artifact has a file outside itself: {entry.path!r}"
            raise StoreError(msg)
        write_below(folder, entry.path, _bytes(artifact, entry.path))
    return folder / artifact.files[0].path if len(artifact.files) == 1 else folder


def output_folder(output: str | Path | None, otherwise: str) -> Path:
    """Where the best artifact will go, whatever becomes of the working directory; not made yet.

    Raises:
        UsageError: no folder could be made there; found out before anything is paid for.
    """
    if output is None:
        with contextlib.suppress(FileNotFoundError):  # a working directory that is gone is no matter until it is needed
            return Path.cwd() / otherwise
        return Path(otherwise)
    folder = Path(output).absolute()
    nearest = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return folder
    why = "cannot be written to" if nearest.is_dir() else "is not a folder"
    msg = f"nothing can be put into output={str(output)!r}: {str(nearest)!r} {why}"
    raise UsageError(msg)


def place(folder: Path, artifact: Artifact) -> Path:
    """Write an artifact below a folder without overwriting anything, whoever else writes there at the same time.

    A single file that is there already, byte for byte, is not written again.
    """
    name = PurePosixPath(artifact.name).name
    name = "artifact" if name in {"", ".", ".."} else name
    several = len(artifact.files) > 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if several:
            target, _ = _taken(folder, name, Path.mkdir, lambda _there: False)
            with _whole_or_not_at_all(target):
                copy_into(target, artifact)
            return target
        data = _bytes(artifact, artifact.files[0].path)
        target, new = _taken(folder, name, partial(Path.touch, exist_ok=False), partial(_holds, data))
        if new:
            with _whole_or_not_at_all(target):
                write_whole(target, data)
    except (OSError, ValueError) as error:
        why = in_words(error) if isinstance(error, OSError) else str(error)
        msg = f"the artifact {artifact.name!r} cannot be put into {str(folder)!r}: {why}"
        raise StoreError(msg) from None
    return target


def _taken(
    folder: Path, name: str, take: Callable[[Path], object], will_do: Callable[[Path], bool]
) -> tuple[Path, bool]:
    """The first path for a name that is free, taken by making something there, or where what is there will do."""
    stem, suffix = Path(name).stem, Path(name).suffix
    target, number = folder / name, 1
    while True:
        try:
            take(target)
        except FileExistsError:
            if will_do(target):
                return target, False
            number += 1
            target = folder / f"{stem}-{number}{suffix}"
        else:
            return target, True


def _holds(data: bytes, path: Path) -> bool:
    """Whether a file of its own, not a link to one elsewhere, has these bytes."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(data):
        return False
    return path.read_bytes() == data


@contextlib.contextmanager
def _whole_or_not_at_all(target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            _remove(target)
        raise


def _remove(path: Path) -> None:
    """Remove a file or a folder, also one with folders that nobody may write to, as package caches have them."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():
        _open_up(path)
        shutil.rmtree(path, ignore_errors=True)


def _open_up(root: Path) -> None:
    """Let the owner into every folder; each is opened before it is looked into."""
    root.chmod(stat.S_IRWXU)
    for parent, folders, _ in os.walk(root):
        for folder in (Path(parent, name) for name in folders):
            if not folder.is_symlink():
                folder.chmod(stat.S_IRWXU)


def _bytes(artifact: Artifact, path: str) -> bytes:
    if artifact.contents is None:
        msg = f"the artifact {artifact.name!r} carries no bytes to write"
        raise StoreError(msg)
    return artifact.contents.read(path)
