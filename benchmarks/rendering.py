"""Pages of documents: a cold start for one file, a batch of many in one process, and drawing a page.

Needs LibreOffice on the PATH; without it there is nothing to measure, and that is said.
"""

from __future__ import annotations

import resource
import statistics
import time
from typing import TYPE_CHECKING

from reading_files import deck, report

from outcomes.artifact import FileEntry
from outcomes.render.documents import DocumentRenderer
from outcomes.render.office import find_office
from outcomes.renderer import LONG_EDGE, ZOOM_LONG_EDGE, RenderedDocument
from outcomes.stores.memory import MemoryBlobs
from outcomes.wiring import image_size, read_kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact

ROUNDS = 3
BATCH = 20
LONG_EDGES = (LONG_EDGE, ZOOM_LONG_EDGE)


def artifact(name: str, data: bytes) -> Artifact:
    """A file, read."""
    blobs = MemoryBlobs()
    return read_kept(name, (FileEntry(name, blobs.put(data), len(data)),), blobs)


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """CPU of the programs that a call starts, and wall time; in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began


def measure() -> list[dict[str, object]]:
    """One row per way of asking: medians for each file or page, and the ratio to a cold start for one file."""
    if find_office() is None:
        return [{"what": "LibreOffice is not on the PATH", "measured": 0}]
    renderer = DocumentRenderer(image_size)
    rows = []
    for kind, data in (("docx, 10 pages", report(10)), ("pptx, 16 slides", deck(16))):
        suffix = kind[:4]
        one = artifact(f"a.{suffix}", data)
        cold, batch = [], []
        for _ in range(ROUNDS):
            cold.append(spent(lambda one=one: renderer.render([one])))  # type: ignore[misc]
            batch.append(spent(lambda one=one: renderer.render([one] * BATCH)))  # type: ignore[misc]
        alone = statistics.median(cpu for cpu, _ in cold)
        rows.append(row(f"{kind}, one file, cold", cold, 1, alone))
        rows.append(row(f"{kind}, each of {BATCH} in a batch", batch, BATCH, alone))
        (document,) = renderer.render([one])
        assert isinstance(document, RenderedDocument), document  # noqa: S101 - a benchmark of nothing says nothing
        for long_edge in LONG_EDGES:
            drawn = [spent(lambda d=document, n=long_edge: renderer.draw(d, long_edge=n)) for _ in range(ROUNDS)]  # type: ignore[misc]
            rows.append(row(f"{kind}, each page drawn at {long_edge} px", drawn, len(document.pages), alone))
    return rows


def row(what: str, measured: list[tuple[float, float]], share: int, alone: float) -> dict[str, object]:
    """Milliseconds for each of the things that were done together."""
    cpu = statistics.median(cpu for cpu, _ in measured) / share
    wall = statistics.median(wall for _, wall in measured) / share
    return {
        "what": what,
        "cpu_ms": round(1000 * cpu),
        "wall_ms": round(1000 * wall),
        "ratio_to_cold": round(cpu / alone, 3),
    }
