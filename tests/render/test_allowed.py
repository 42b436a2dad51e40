"""What the reader found too much is never given to LibreOffice."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from outcomes.artifact import Artifact, Block, Flag, Unit
from outcomes.errors import RenderError
from outcomes.render.allowed import RenderLimits, refuse_unfit
from outcomes.wiring import image_size

from .support import an_artifact

FEW = RenderLimits(blocks=3, units=2, cells=100, pixels=100)


def slides(*shown: str) -> Artifact:
    units = [Unit("slide", number, f"slide {number}", hidden=one == "hidden") for number, one in enumerate(shown, 1)]
    return an_artifact("pptx", *units)


def sheet(row: int, column: int) -> Unit:
    return Unit("sheet", 1, "S", "S", (Block("cell", "S!A1", "x", row=row, column=column),))


def with_picture(width: int, height: int) -> Artifact:
    """A report with the header of a PNG of so many pixels in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"\x89PNG")
        archive.writestr("word/media/image1.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height))
    return an_artifact("docx", data=stream.getvalue())


def paragraphs(number: int) -> Unit:
    return Unit("section", 1, "section 1", "", tuple(Block("paragraph", f"¶{n}") for n in range(number)))


@pytest.mark.parametrize(
    ("artifact", "reason"),
    [
        (an_artifact("html"), "html has no pages; docx, pptx, xlsx and pdf have"),
        (an_artifact("folder"), "folder has no pages; docx, pptx, xlsx and pdf have"),
        (replace(an_artifact("docx"), contents=None), "its bytes are not at hand"),
        (
            replace(an_artifact("docx"), flags=(Flag("truncated", "the first 200,000 blocks"),)),
            "it was too much to be read as a whole (the first 200,000 blocks)",
        ),
        (slides("shown", "shown", "hidden"), "it has 3 units; the limit is 2"),
        (slides("hidden", "hidden"), "every slide is hidden, so that there is nothing to draw"),
        (an_artifact("xlsx", sheet(11, 10)), "S reaches to row 11 and column 10; the limit is 100 cells"),
        (with_picture(11, 10), "the picture word/media/image1.png has 11 x 10 pixels; the limit is 100 in all"),
        (an_artifact("docx", paragraphs(4)), "it has 4 blocks; the limit is 3"),
    ],
)
def test_what_cannot_or_may_not_be_drawn_is_refused_with_the_reason(artifact: Artifact, reason: str) -> None:
    with pytest.raises(RenderError) as refused:
        refuse_unfit(artifact, image_size, FEW)
    assert (refused.value.code, refused.value.message) == (
        "render-refused",
        f"{artifact.name!r} is not drawn: {reason}.",
    )


@pytest.mark.parametrize(
    "artifact",
    [
        slides("shown", "hidden"),
        an_artifact("xlsx", sheet(10, 10)),
        with_picture(10, 10),
        an_artifact("docx", paragraphs(3)),
        an_artifact("pdf"),
    ],
    ids=lambda artifact: str(artifact.kind),
)
def test_what_is_within_the_limits_is_let_through(artifact: Artifact) -> None:
    refuse_unfit(artifact, image_size, FEW)
