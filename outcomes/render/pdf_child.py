"""A program of its own that looks into PDF files with pypdfium2, so that a hostile one takes nothing else with it.

    python -I -S pdf_child.py FOLDER_OF_PYPDFIUM2 REQUEST.json ANSWER.jsonl

The request is `{"inspect": [PDF, ...]}` or `{"draw": PDF, "positions": [1, ...], "long_edge": 768, "folder": DIR}`.
The answer has a line for each file or page as soon as it is done, in order, and none for what was not reached.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 2_000
MOST_HEADS = 5_000
LONGEST_HEAD = 300


def inspect(path: str) -> dict[str, Any]:
    """Page sizes in points, and the outermost entries of the outline: title and page, from 1."""
    # Not at the top: where it lies is said on the command line.
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(path) as document:
        if len(document) > MOST_PAGES:
            return {"error": f"{len(document):,} pages; the limit is {MOST_PAGES:,}"}
        pages = [document.get_page_size(number) for number in range(len(document))]
        return {"pages": pages, "heads": list(_heads(document))}


def _heads(document: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - a pypdfium2 document
    for number, entry in enumerate(document.get_toc(max_depth=1)):
        if number == MOST_HEADS:
            return
        target = entry.get_dest()
        index = target.get_index() if target is not None else None
        if index is not None:
            yield entry.get_title()[:LONGEST_HEAD], index + 1


def draw(path: str, positions: list[int], long_edge: int, folder: Path) -> Iterator[dict[str, Any]]:
    """A PNG for each page, in `folder`, named after its position."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for position in positions:
            page = document[position - 1]
            # A hair less, since the library rounds up.
            scale = (long_edge - 0.01) / max(*page.get_size(), 1e-6)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            data = png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
            (folder / f"{position}.png").write_bytes(data)
            yield {"position": position, "width": bitmap.width, "height": bitmap.height}
            bitmap.close()
            page.close()


def png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """A PNG (ISO/IEC 15948) of rows of grey, RGB or RGBA pixels, `stride` bytes apart."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    rows = (b"\0" + pixels[top : top + width * channels] for top in range(0, stride * height, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def answers(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What was asked for, one thing after the other; what cannot be done says why."""
    if "inspect" in request:
        for path in request["inspect"]:
            try:
                yield inspect(path)
            except Exception as error:  # noqa: BLE001 - whatever a damaged file leads to is its answer
                yield {"error": f"{type(error).__name__}: {error}"}
        return
    try:
        yield from draw(request["draw"], request["positions"], request["long_edge"], Path(request["folder"]))
    except Exception as error:  # noqa: BLE001 - the same
        yield {"error": f"{type(error).__name__}: {error}"}


def main(library: str, request: str, answer: str) -> None:
    """Answer the request."""
    sys.path.append(library)
    asked = json.loads(Path(request).read_text(encoding="utf-8"))
    with Path(answer).open("w", encoding="utf-8") as lines:
        for said in answers(asked):
            lines.write(json.dumps(said) + "\n")
            lines.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
