"""Reading office files to full evidence, beside the floor (unzip, parse) and what others read.

The clock of ours stops when every block's text, locator, visibility, effective font and colour are there.
"""

from __future__ import annotations

import contextlib
import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reading_files as files
from docx import Document
from lxml import etree
from pptx import Presentation

from outcomes import ArtifactError, load_rubric, wiring
from outcomes.check import bind
from outcomes.wiring import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.artifact import Artifact
    from outcomes.check import CheckSpec

ROUNDS = 9
QUOTES = 100
# python-docx's template brings a second styles part and more that no reader needs: those do not count as floor.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|word/(document|styles|numbering|settings|header\d*|footer\d*|footnotes|endnotes"
    r"|comments)\.xml|ppt/(presentation|slides/.*|slideLayouts/.*|slideMasters/.*|notesSlides/.*|comments/.*|tableStyles)"
    r"\.xml|(word|ppt)/(charts/chart.*|diagrams/data.*|theme/theme.*)\.xml"
)
_PEAK = """
import re, sys
from pathlib import Path
from outcomes.wiring import read_bytes
def now(field):
    return int(re.search(field + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
path = Path(sys.argv[1])
data = path.read_bytes()
read_bytes(sys.argv[2].encode(), "warm.md")
Path("/proc/self/clear_refs").write_text("5")
before = now("VmRSS")
read_bytes(data, path.name)
print(round((now("VmHWM") - before) / 1024, 1))
"""


def floor(data: bytes) -> None:
    """Inflate and parse the XML parts that a full reader needs, each layout and master too."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if _NEEDED.fullmatch(name):
                with contextlib.suppress(etree.XMLSyntaxError):
                    etree.fromstring(package.read(name))


def python_docx(data: bytes) -> int:
    """What a caller of python-docx walks for text, style and explicit fonts."""
    document = Document(io.BytesIO(data))
    return _paragraphs(document) + sum(_paragraphs(part) for one in document.sections for part in (one.header,))


def python_pptx(data: bytes) -> int:
    """What a caller of python-pptx walks for text, places and explicit fonts."""
    found = 0
    for slide in Presentation(io.BytesIO(data)).slides:
        found += sum(_shape(shape) for shape in slide.shapes)
        found += len(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else 0
    return found


def cpu_ms(action: Callable[[], object]) -> float:
    """CPU of one call, in milliseconds."""
    began = time.process_time()
    action()
    return 1000 * (time.process_time() - began)


def measure() -> list[dict[str, object]]:
    """A row for each document: medians over interleaved rounds, as ratios to the floor."""
    built = {
        "docx, 10 pages": ("a.docx", files.report(10)),
        "docx, 200 pages": ("b.docx", files.report(200)),
        "pptx, 16 slides": ("a.pptx", files.deck(16)),
        "pptx, 200 slides": ("b.pptx", files.deck(200)),
    }
    rows = [_row(what, [document]) for what, document in built.items()]
    for kind in ("docx", "pptx"):
        readable = [(name, data) for name, data in files.real(kind) if _readable(name, data)]
        if readable:
            rows.append(_row(f"{kind}, {len(readable)} real files", readable))
    return [*rows, *(_checks(what, *document) for what, document in built.items()), _quotes(*built["docx, 200 pages"])]


def _row(what: str, documents: list[tuple[str, bytes]]) -> dict[str, object]:
    peers = _peers(documents)
    spent: dict[str, list[float]] = {name: [] for name in peers}
    for number in range(ROUNDS + 1):
        for name, action in peers.items():
            if number == 0 or name in {"floor", "ours"} or number <= 3:
                took = cpu_ms(action)
                if number:
                    spent[name].append(took)
    medians = {name: statistics.median(times) for name, times in spent.items()}
    base = medians["floor"]
    ratios: dict[str, object] = {
        f"x_{name}": round(took / base, 2) for name, took in medians.items() if name != "floor"
    }
    peak = max(_peak_mb(name, data) or 0 for name, data in documents)
    return {"what": what, "cpu_ms": round(medians["ours"], 2), "floor_ms": round(base, 2), **ratios, "peak_mb": peak}


def _peers(documents: list[tuple[str, bytes]]) -> dict[str, Callable[[], object]]:
    """What is measured; the libraries leave out files that they cannot open, which only makes them quicker."""
    walk = python_docx if documents[0][0].endswith(".docx") else python_pptx

    def each(read: Callable[[str, bytes], object]) -> Callable[[], object]:
        def all_of_them() -> None:
            for name, data in documents:
                with contextlib.suppress(Exception):
                    read(name, data)

        return all_of_them

    peers: dict[str, Callable[[], object]] = {
        "floor": each(lambda _, data: floor(data)),
        "ours": each(lambda name, data: read_bytes(data, name)),
        walk.__name__: each(lambda _, data: walk(data)),
    }
    with contextlib.suppress(ImportError):
        from markitdown import MarkItDown  # type: ignore[import-not-found,unused-ignore]

        converter = MarkItDown()
        peers["markitdown"] = each(
            lambda name, data: converter.convert_stream(io.BytesIO(data), file_extension=Path(name).suffix)
        )
    return peers


def _checks(what: str, name: str, data: bytes) -> dict[str, object]:
    """All checks of a shipped rubric together, beside one more read."""
    rubric = load_rubric("business-report" if name.endswith("docx") else "board-deck")
    checks = wiring.checks()
    bound = [bind(criterion, checks) for criterion in rubric.criteria if criterion.objective]
    reads, runs = [], []
    for _ in range(ROUNDS):
        reads.append(cpu_ms(lambda: read_bytes(data, name)))
        artifact = _with_contents(name, data)
        runs.append(cpu_ms(partial(_run_all, bound, artifact)))
    read, run = statistics.median(reads), statistics.median(runs)
    return {"what": f"{what}: {len(bound)} checks", "cpu_ms": round(run, 2), "x_one_read": round(run / read, 2)}


def _run_all(bound: list[tuple[CheckSpec[Any], Any]], artifact: Artifact) -> None:
    for spec, args in bound:
        assert artifact.contents is not None  # noqa: S101 - it was read from kept bytes
        spec.run(artifact, args, artifact.contents)


def _find_all(artifact: Artifact, texts: list[str]) -> None:
    for text in texts:
        artifact.find(" ".join(text.split()[1:7]))  # whole words: what is cut out of one is no quote


def _with_contents(name: str, data: bytes) -> Artifact:
    from outcomes.artifact import FileEntry
    from outcomes.stores.memory import MemoryBlobs

    blobs = MemoryBlobs()
    sha256 = blobs.put(data)
    return wiring.read_kept(name, (FileEntry(name, sha256, len(data)),), blobs)


def _quotes(name: str, data: bytes) -> dict[str, object]:
    """Looking up so many quotes in a long document, index included, beside one read of it."""
    reads, finds = [], []
    for _ in range(ROUNDS):
        artifact = read_bytes(data, name)
        texts = [block.text for block in artifact.walk() if len(block.text) > 40][:QUOTES]
        reads.append(cpu_ms(lambda: read_bytes(data, name)))
        finds.append(cpu_ms(partial(_find_all, artifact, texts)))
    read, find = statistics.median(reads), statistics.median(finds)
    return {"what": f"docx, 200 pages: {QUOTES} quotes", "cpu_ms": round(find, 2), "x_one_read": round(find / read, 2)}


def _readable(name: str, data: bytes) -> bool:
    try:
        read_bytes(data, name)
    except ArtifactError:
        return False
    return True


def _peak_mb(name: str, data: bytes) -> float | None:
    """How much more memory a fresh process holds at the most while it loads the reader and reads (Linux only)."""
    if not Path("/proc/self/clear_refs").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, str(path), "warm"], capture_output=True, text=True, check=True
        )
    return float(done.stdout)


def _paragraphs(holder: Any) -> int:  # noqa: ANN401 - documents, headers and cells of python-docx
    found = 0
    for paragraph in holder.paragraphs:
        found += len(paragraph.style.name or "")
        found += sum(len(run.text) + bool(run.font.size) + bool(run.font.color.rgb) for run in paragraph.runs)
    return found + sum(_paragraphs(cell) for table in holder.tables for row in table.rows for cell in row.cells)


def _shape(shape: Any) -> int:  # noqa: ANN401 - shapes of python-pptx
    found = len(shape.name) + bool(shape.left)
    if shape.shape_type == 6:
        return found + sum(_shape(inner) for inner in shape.shapes)
    if shape.has_text_frame:
        found += _frame(shape.text_frame)
    if getattr(shape, "has_table", False):
        found += sum(_frame(cell.text_frame) for row in shape.table.rows for cell in row.cells)
    if getattr(shape, "has_chart", False):
        found += sum(len(plot.categories) + len(list(plot.series)) for plot in shape.chart.plots)
    return found


def _frame(frame: Any) -> int:  # noqa: ANN401
    return sum(len(run.text) + bool(run.font.size) for paragraph in frame.paragraphs for run in paragraph.runs)


def each_row() -> Iterator[str]:
    """The rows as lines, for a look while working on the readers."""
    for row in measure():
        yield "  ".join(f"{key}={value}" for key, value in row.items())


if __name__ == "__main__":
    for line in each_row():
        print(line)
