"""Programs that pretend to be LibreOffice, small PDF files, and artifacts with bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from outcomes.artifact import Artifact, FileEntry, Unit
from outcomes.blobs import Files
from outcomes.render.office import Office, Source
from outcomes.stores.memory import MemoryBlobs
from outcomes.wiring import read_kept

if TYPE_CHECKING:
    from pathlib import Path

EACH_FILE = """
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2
for file in "$@"; do name=$(basename "$file"); to="$out/${name%.*}.pdf"; BODY
done
"""
OURS = 'case $name in *.fod?) cp "$PDF" "$to"; continue;; esac;'
"""A plain document is converted, so that what is wrong with the others is their own fault."""


def fake_office(folder: Path, body: str, *, seconds: float = 20, plain: bool = True) -> Office:
    """LibreOffice, but for each file that it is given the shell runs `body`.

    Args:
        folder: where the program is put, with a PDF of one page, `$PDF`.
        body: sees `$file`, `$name` and `$to`.
        seconds: how long one file may take.
        plain: whether our own documents are converted whatever `body` says.
    """
    pdf = folder / "good.pdf"
    pdf.write_bytes(a_pdf((612, 792)))
    program = folder / "soffice"
    steps = EACH_FILE.replace("BODY", (OURS if plain else "") + body).replace("$PDF", str(pdf))
    program.write_text(f"#!/bin/sh\n{steps}\n")
    program.chmod(0o755)
    return Office(program, seconds=seconds)


def a_pdf(*sizes: tuple[float, float]) -> bytes:
    """A PDF with an empty page of each size, in points."""
    stream = io.BytesIO()
    with PdfDocument.new() as document:
        for width, height in sizes:
            document.new_page(width, height)
        document.save(stream)
    return stream.getvalue()


def source(name: str, data: bytes = b"x") -> Source:
    """A file to convert; its suffix is that of its name."""
    return Source(name, name.rpartition(".")[2], data)


def delivered(name: str, data: bytes) -> Artifact:
    """A file as a reader hands it on, its bytes beside it."""
    blobs = MemoryBlobs()
    return read_kept(name, (FileEntry(name, blobs.put(data), len(data)),), blobs)


def an_artifact(kind: str, *units: Unit, data: bytes = b"PK\x03\x04") -> Artifact:
    """A file of a kind, with these units and these bytes, whatever they are."""
    blobs = MemoryBlobs()
    entries = (FileEntry(f"work.{kind}", blobs.put(data), len(data)),)
    return Artifact(kind=kind, name=f"work.{kind}", files=entries, units=units, contents=Files(entries, blobs))
