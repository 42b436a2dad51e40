"""What happens to a finished file: parts get lost, cells merged, links and looks changed."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from pptx import Presentation


def lose(data: bytes, part: str) -> bytes:
    """An office file that has lost one of its parts, so that Office would offer to repair it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(kept, "w") as rest:
        if part not in whole.namelist():
            msg = f"no part {part!r} to lose; there are {whole.namelist()}"
            raise ValueError(msg)
        for entry in whole.infolist():
            if entry.filename != part:
                rest.writestr(entry, whole.read(entry))
    return kept.getvalue()


def in_no_language(data: bytes) -> bytes:
    """An office file whose text is in no language that it names, so that a voice would have to guess."""
    mute = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(mute, "w") as rest:
        for entry in whole.infolist():
            part = whole.read(entry).replace(b' lang="en-GB"', b"").replace(b'<w:lang w:val="en-GB"/>', b"")
            rest.writestr(entry, part)
    return mute.getvalue()


def in_another_look(data: bytes, plain: str, other: str) -> bytes:
    """An office file in which something of the plain theme, a colour or a typeface, is another."""
    painted = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(painted, "w") as rest:
        for entry in whole.infolist():
            rest.writestr(entry, whole.read(entry).replace(plain.encode(), other.encode()))
    return painted.getvalue()


def merged(data: bytes) -> bytes:
    """A Word file in which the last two cells of its first table are one."""
    document = Document(io.BytesIO(data))
    row = document.tables[0].rows[-1]
    row.cells[-2].merge(row.cells[-1])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def linked(data: bytes) -> bytes:
    """A deck in which the last word of its last slide is a link."""
    presentation = Presentation(io.BytesIO(data))
    shape = list(presentation.slides[-1].shapes)[-1]
    run = shape.text_frame.paragraphs[-1].runs[-1]
    words, _, last = run.text.rpartition(" ")
    run.text = f"{words} "
    link = shape.text_frame.paragraphs[-1].add_run()
    link.text = last
    link.hyperlink.address = "https://intranet.example/wardens"
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()
