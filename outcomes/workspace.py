"""Where workers work: one scratch folder per step, made when it is first asked for, beginning with the best so far."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from outcomes.errors import StoreError

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.usage import Usage


class Workspace:
    """The scratch folder of a run. Nothing in it outlives the run; what was delivered is kept elsewhere by hash."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is where step folders go; without one, a temporary folder made on first use."""
        self._given = root
        self._root: Path | None = None
        self._made: list[Path] = []

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
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._made.append(folder)
        return folder

    def clear(self) -> None:
        """Remove everything that this run made here, and nothing that was there before."""
        made = self._made if self._given is not None else [self._root] if self._root is not None else []
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        self._made, self._root = [], None


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
                folder = self._workspace.fresh(f"iteration-{self._iteration}")
                (folder / "outputs").mkdir()
                if self._base is not None:
                    copy_into(folder / "outputs", self._base)
                self._folder = folder
        return self._folder

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
    if artifact.contents is None:
        msg = f"the artifact {artifact.name!r} carries no bytes to write"
        raise StoreError(msg)
    for entry in artifact.files:
        relative = PurePosixPath(entry.path)
        if relative.is_absolute() or ".." in relative.parts:
            msg = f"the artifact has a file outside itself: {entry.path!r}"
            raise StoreError(msg)
        target = folder.joinpath(*relative.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.contents.read(entry.path))
    return folder / artifact.files[0].path if len(artifact.files) == 1 else folder
