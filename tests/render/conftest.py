"""Real documents, rendered once for all tests of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.render.documents import DocumentRenderer
from outcomes.wiring import image_size

from .real import documents

if TYPE_CHECKING:
    from outcomes.errors import RenderError
    from outcomes.renderer import RenderedDocument


@pytest.fixture(scope="session")
def renderer() -> DocumentRenderer:
    """The real one; a test that uses it is marked `render`."""
    return DocumentRenderer(image_size)


@pytest.fixture(scope="session")
def rendered(renderer: DocumentRenderer) -> dict[str, RenderedDocument | RenderError]:
    """What became of each of the documents, all given at once."""
    return dict(zip(documents(), renderer.render(list(documents().values())), strict=True))
