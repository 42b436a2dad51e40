"""The rubric files that a command is about: files, everything in folders, shipped ones by name, standard input."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN: Final = "-"
SUFFIXES: Final = (".md", ".markdown", ".yaml", ".yml", ".json", ".jsonl", ".prompty")
"""What is a rubric file in a folder, unless its name is that of a page (README.md) or begins with a dot."""
_SKIPPED: Final = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class RubricFile:
    """One file: what it is called in messages, where it is, and whether it may be written to."""

    label: str
    path: Path | None
    """`None`: standard input."""
    ours: bool = False
    """It comes with the package, and is never changed."""

    def read(self) -> bytes:
        """Its bytes, byte order mark and all; `OSError` when the system refuses."""
        return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()


def rubric_files(given: Sequence[str], stdin_name: str) -> list[RubricFile]:
    """Every file once, in the order given and by name in folders; `UsageError` for what is not there."""
    found: dict[Path | None, RubricFile] = {}
    for name in given:
        for file in [RubricFile(stdin_name, None)] if name == STDIN else _at(Path(name)):
            found.setdefault(file.path.absolute() if file.path is not None else None, file)
    return list(found.values())


def _at(path: Path) -> Iterator[RubricFile]:
    from outcomes import wiring

    if path.is_dir():
        yield from _below(path)
        return
    place = wiring.rubric_file(path)
    yield RubricFile(_label(path), place, ours=place != path)


def _below(folder: Path) -> Iterator[RubricFile]:
    """Links to folders are not followed: they may lead in a circle."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(names):
            path = Path(here, name)
            if path.suffix.lower() in SUFFIXES and not _something_else(path) and path.is_file():
                yield RubricFile(_label(path), path)


def _something_else(path: Path) -> bool:
    """Whether a file is hidden, or a page: about the others (README.md, but not RUBRIC.md), or about one beside it.

    The page of `rubrics/policy.md` is `rubrics/pages/policy.md`.
    """
    if path.name.startswith(".") or (path.stem.isupper() and "RUBRIC" not in path.stem):
        return True
    above = path.parent.parent
    return path.parent.name == "pages" and any((above / f"{path.stem}{suffix}").is_file() for suffix in SUFFIXES)


def _label(path: Path) -> str:
    """As a path from where we are, with slashes, where that can be said."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix() if path.is_absolute() else path.as_posix()
    except (ValueError, OSError):
        return path.as_posix()
