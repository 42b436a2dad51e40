"""Checks, pages, and what looks after them: found out once, and shared by everything in this process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from outcomes.checks.registry import Registry
    from outcomes.health import Condition
    from outcomes.reader import Converter
    from outcomes.renderer import Renderer


@cache
def checks() -> Registry:
    """Every check by name: ours (those that look at pages share one renderer), and those that other packages bring."""
    from outcomes.checks import ALL
    from outcomes.checks.registry import Registry
    from outcomes.checks.rendering import rendering_checks

    return Registry({**ALL, **{spec.name: spec for spec in rendering_checks(renderer())}})


@cache
def renderer() -> Renderer:
    """What draws pages, remembering the last few; it looks for LibreOffice when it is first needed."""
    from outcomes.render.documents import DocumentRenderer
    from outcomes.render.remembered import RememberingRenderer

    return RememberingRenderer(DocumentRenderer(image_size))


def converter(*, wanted: bool, at_once: bool = False) -> Converter | None:
    """What makes docx, pptx and xlsx of older and open kinds of files, if that is wanted.

    With `at_once`, `RenderError` (`renderer-missing`) when LibreOffice is not on the PATH; otherwise that is found out
    when there is something to convert.
    """
    if not wanted:
        return None
    from outcomes.render.convert import OfficeConverter

    made = OfficeConverter()
    if at_once:
        made.ready()
    return made


def image_size(head: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, from its first bytes; `None` for what is no picture that is known."""
    from outcomes.artifacts.image import read_header

    try:
        header = read_header(head, "")
    except ArtifactError:
        return None
    return header.width, header.height


def health() -> tuple[Condition, ...]:
    """What drawing pages needs, and whether it is here; takes some seconds."""
    from outcomes.render.health import conditions

    return conditions()
