"""One check on two pieces of work, one that meets it and one that does not, and what is found in that one."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, TypeAlias

from openpyxl import Workbook  # type: ignore[import-untyped]

from outcomes.artifact import Artifact, FileEntry
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing.documents import Docx, Pptx
from outcomes.wiring import read_kept
from tests.checks import examples


class File(NamedTuple):
    """A file by name and content; text is UTF-8."""

    name: str
    content: str | bytes


Work: TypeAlias = Docx | Pptx | Workbook | File | str | tuple[File, ...] | Artifact
"""What is delivered. A text is markdown, or html when it begins with a tag; several files are a folder; an artifact
is taken as it is, for what no builder makes."""


@dataclass(frozen=True, eq=False)
class Example:
    """A check, work that meets it, work that does not, and what is found there: locator -> problem."""

    check: str
    good: Work
    bad: Work
    found: dict[str, str]
    args: dict[str, Any] = field(default_factory=dict)
    unclear: Work | None = None
    """Work on which it cannot be decided."""
    why: str = ""
    """What is said of that."""

    @property
    def name(self) -> str:
        """For the test's own name."""
        return f"{self.check} {type(self.bad).__name__}"


def read(work: Work) -> Artifact:
    """What was built, as a reader hands it on, its bytes beside it."""
    if isinstance(work, Artifact):
        return work
    files = _files(work)
    blobs = MemoryBlobs()
    entries = []
    for file in files:
        data = file.content.encode() if isinstance(file.content, str) else file.content
        entries.append(FileEntry(file.name, blobs.put(data), len(data)))
    return read_kept(files[0].name if len(files) == 1 else "delivery", entries, blobs)


@cache
def all_examples() -> tuple[Example, ...]:
    """Those of every module in `tests/checks/examples`, one for each group of checks."""
    modules = [import_module(f"{examples.__name__}.{found.name}") for found in iter_modules(examples.__path__)]
    return tuple(example for module in modules for example in module.EXAMPLES)


def _files(work: Docx | Pptx | Workbook | File | str | tuple[File, ...]) -> tuple[File, ...]:
    if isinstance(work, File):
        return (work,)
    if isinstance(work, tuple):
        return work
    if isinstance(work, str):
        return (File("work.html" if work.startswith("<") else "work.md", work),)
    if isinstance(work, Workbook):
        stream = io.BytesIO()
        work.save(stream)
        return (File("work.xlsx", stream.getvalue()),)
    return (File("work.docx" if isinstance(work, Docx) else "work.pptx", work.to_bytes()),)
