"""The reading process: a PDF on standard input, one JSON line for the file and one for each page on standard output.

It has no key to anything: limits on memory, processor time and open files hold before a byte of the file is looked
at, and what goes wrong in it ends it and nothing else. The lines are

    {"catalogue": {...}}   {"reading": 1, "used": 0.1}   {"page": 1, ...}   {"error": "encrypted"}   {"done": true}
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from outcomes.artifacts.pdf.annotations import form_environment
from outcomes.artifacts.pdf.catalogue import read_catalogue
from outcomes.artifacts.pdf.library import Library
from outcomes.artifacts.pdf.page import PageReader, bare

if TYPE_CHECKING:
    from collections.abc import Mapping

_PASSWORD, _SECURITY = 4, 5
_MOST_OPEN_FILES = 64


def main() -> None:
    """Read what `sys.argv[1]`, a JSON object, asks for: `library`, `first`, `last`, and the limits."""
    task = json.loads(sys.argv[1])
    _confine(task)
    try:
        _read(task, sys.stdin.buffer.read())
    except MemoryError:
        _say({"error": "memory"})


def _confine(task: Mapping[str, Any]) -> None:
    """Hold this process to its limits, where the system knows them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is what remains
        return
    seconds = int(task["cpu_seconds"]) + 1
    for what, most in (
        (resource.RLIMIT_AS, int(task["memory_bytes"])),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(what, (most, most))


def _read(task: Mapping[str, Any], data: bytes) -> None:
    lib = Library(task["library"])
    _allow(task["page_seconds"])
    document = lib.LoadMemDocument64(data, len(data), None)
    if document is None:
        _say({"error": "encrypted" if lib.GetLastError() in {_PASSWORD, _SECURITY} else "corrupt"})
        return
    catalogue = read_catalogue(lib, document)
    _say({"catalogue": catalogue})
    reader = PageReader(lib, document, form_environment(lib, document), _headings(catalogue))
    for number in range(task["first"], min(task["last"], catalogue["pages"]) + 1):
        _allow(task["page_seconds"])
        _say({"reading": number, "used": time.process_time()})
        _say(reader.read(number))
    _say({"done": True})


def _allow(seconds: float) -> None:
    """Let the next step take so much processor time; a step that takes more ends the process."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _headings(catalogue: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The titles of the outline with their level, by the page that they lead to."""
    found: dict[str, dict[str, int]] = {}
    for level, title, target in catalogue["outline"]:
        found.setdefault(target, {}).setdefault(bare(title), level)
    return found


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
