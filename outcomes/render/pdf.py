"""PDF files looked into and drawn, in a confined process of their own."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outcomes.errors import ArtifactError, RenderError
from outcomes.process import Confinement, run
from outcomes.render import pdf_child
from outcomes.render.network import without_network
from outcomes.renderer import LONG_EDGE, MOST_IMAGES, MOST_LONG_EDGE, PageImage
from outcomes.system import read_regular
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.process import Ended
    from outcomes.renderer import Page

INSTALL_COMMAND: Final = "pip install 'outcome-engine[render]'"
INSTALL: Final = f"Install it: `{INSTALL_COMMAND}`."
SECONDS: Final = 60.0
SECONDS_MORE: Final = 5.0
"""How long one file or page may take, and how much longer each further one."""
_CONFINEMENT: Final = Confinement(address_space_bytes=2 * 1024**3, cpu_seconds=600)
_ANSWER_BYTES: Final = 64 * 1024**2
_PNG_BYTES: Final = 64 * 1024**2


class Inspected(NamedTuple):
    """What a PDF file has."""

    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page, in points."""
    heads: tuple[tuple[str, int], ...]
    """The outermost entries of its outline: title, and position of the page from 1."""


def library() -> Path | None:
    """The folder that pypdfium2 lies in, without importing it; nothing when it is not installed."""
    found = find_spec("pypdfium2")
    return Path(found.origin).parent.parent if found is not None and found.origin is not None else None


def inspect(pdfs: Sequence[bytes], *, seconds: float = SECONDS) -> list[Inspected | RenderError]:
    """What each file has, in order; one that breaks the process is tried once more by itself.

    Raises:
        RenderError: `renderer-missing`: pypdfium2 is not installed.
    """
    answers, ended = _inspect(pdfs, seconds)
    if len(answers) < len(pdfs) and len(pdfs) > 1:
        return [answer for pdf in pdfs for answer in inspect([pdf], seconds=seconds)]
    return [_inspected(answer) for answer in answers] + [_broken(ended)] * (len(pdfs) - len(answers))


def draw(
    pdf: bytes, pages: Sequence[Page], *, long_edge: int = LONG_EDGE, seconds: float = SECONDS
) -> tuple[PageImage, ...]:
    """Pictures of these pages; see `Renderer.draw`."""
    if len(pages) > MOST_IMAGES:
        msg = f"{len(pages):,} pages are too many to draw at once; the limit is {MOST_IMAGES}."
        raise RenderError("render-refused", msg, fix="Choose some of them.")
    if not pages:
        return ()
    with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "0.pdf").write_bytes(pdf)
        request = {
            "draw": str(folder / "0.pdf"),
            "positions": [page.position for page in pages],
            "long_edge": max(1, min(long_edge, MOST_LONG_EDGE)),
            "folder": str(folder),
        }
        answers, ended = _ask(folder, request, seconds + SECONDS_MORE * (len(pages) - 1))
        return tuple(_images(folder, pages, answers, ended))


def _inspect(pdfs: Sequence[bytes], seconds: float) -> tuple[list[dict[str, Any]], Ended]:
    with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        paths = [folder / f"{number}.pdf" for number in range(len(pdfs))]
        for path, pdf in zip(paths, pdfs, strict=True):
            path.write_bytes(pdf)
        return _ask(folder, {"inspect": list(map(str, paths))}, seconds + SECONDS_MORE * (len(pdfs) - 1))


def _ask(folder: Path, request: dict[str, Any], seconds: float) -> tuple[list[dict[str, Any]], Ended]:
    where = library()
    if where is None:
        raise RenderError("renderer-missing", "pypdfium2, which reads and draws PDF, is not installed.", fix=INSTALL)
    asked, answer = folder / "request.json", folder / "answer.jsonl"
    asked.write_text(json.dumps(request), encoding="utf-8")
    program = [sys.executable, "-I", "-S", "-B", str(Path(pdf_child.__file__)), str(where), str(asked), str(answer)]
    ended = run(
        [*without_network(), *program],
        folder=folder,
        environment={"LANG": "C.UTF-8", "TMPDIR": str(folder)},
        timeout_seconds=seconds,
        confinement=_CONFINEMENT,
    )
    return list(_lines(answer)), ended


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Whole lines only: the last one may have been cut off in the middle."""
    with suppress(ArtifactError, ValueError):
        for line in read_regular(path, path.name, _ANSWER_BYTES).splitlines():
            yield json.loads(line)


def _inspected(answer: dict[str, Any]) -> Inspected | RenderError:
    if "error" in answer:
        return RenderError("render-failed", f"the PDF cannot be read: {shown(clip(answer['error'], 200)).rstrip('.')}.")
    if not answer["pages"]:
        return RenderError("render-failed", "the PDF has no pages.")
    sizes = tuple((round(width, 1), round(height, 1)) for width, height in answer["pages"])
    return Inspected(sizes, tuple((str(title), int(position)) for title, position in answer["heads"]))


def _images(
    folder: Path, pages: Sequence[Page], answers: Sequence[dict[str, Any]], ended: Ended
) -> Iterator[PageImage]:
    for number, page in enumerate(pages):
        if number >= len(answers):
            raise _broken(ended)
        answer = answers[number]
        if "error" in answer:
            msg = f"{page.locator} cannot be drawn: {shown(clip(answer['error'], 200)).rstrip('.')}."
            raise RenderError("render-failed", msg)
        png = read_regular(folder / f"{page.position}.png", page.locator, _PNG_BYTES)
        yield PageImage(page.locator, page.number, int(answer["width"]), int(answer["height"]), png)


def _broken(ended: Ended) -> RenderError:
    if ended.code is None:
        return RenderError("render-timeout", "the PDF was not read and drawn in time.")
    said = clip(shown(ended.output.strip().rpartition("\n")[2]), 200)
    return RenderError("render-failed", f"reading the PDF {ended.how}{f': {said}' if said else ''}.")
