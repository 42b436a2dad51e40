"""PDF files in a few lines: reportlab draws them; what it cannot draw is written into a small file by hand."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Canvas", "by_hand", "lines", "pdf", "picture", "said"]

PAGE = (400, 600)
"""Points."""


def pdf(*pages: Callable[[Canvas], object], encrypt: str = "", language: str | None = None) -> bytes:
    """A PDF of pages of 400 x 600 points, each drawn by a function."""
    stream = BytesIO()
    locked = StandardEncryption(encrypt, canPrint=0) if encrypt else None
    canvas: Any = Canvas(stream, pagesize=PAGE, invariant=1, encrypt=locked, lang=language)
    for draw in pages:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines(canvas: Canvas, texts: Iterable[str], x: float = 40, y: float = 550, step: float = 14) -> None:
    """Lines of text under each other."""
    for i, text in enumerate(texts):
        canvas.drawString(x, y - step * i, text)


def picture(colour: str = "red", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> ImageReader:
    """A picture of one colour."""
    return ImageReader(Image.new(mode, size, colour))


def by_hand(content: bytes, *, page: bytes = b"", catalogue: bytes = b"", objects: Iterable[bytes] = ()) -> bytes:
    """A PDF of one page with this content stream and these further entries; `objects` are numbered from 6."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start))
    return out.getvalue()


def said(text: bytes, x: int = 40, y: int = 500, before: bytes = b"") -> bytes:
    """A content stream that shows one text."""
    return b"BT %s /F1 12 Tf %d %d Td (%s) Tj ET" % (before, x, y, text)
