"""One rendering for everybody who asks for the same bytes: the checks of a grade, a judge that sees pages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.errors import RenderError
from outcomes.renderer import LONG_EDGE, RenderedDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.renderer import Page, PageImage, Renderer

MOST_DOCUMENTS: Final = 8
MOST_BYTES: Final = 64 * 1024**2

_Answer = RenderedDocument | RenderError


class RememberingRenderer:
    """A renderer that keeps the last few documents, and the last few that could not be rendered.

    What only says that something is missing on this machine is asked again each time.
    """

    def __init__(self, inner: Renderer, *, most_documents: int = MOST_DOCUMENTS, most_bytes: int = MOST_BYTES) -> None:
        """Keeps at most so many documents, and as many bytes of PDF; one that is larger is not kept at all."""
        self._inner = inner
        self._most_documents = most_documents
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._lock = threading.Lock()

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """See `Renderer.render`. Whoever asks while another is being answered waits, so that nothing is done twice."""
        with self._lock:
            unknown = {_key(artifact): artifact for artifact in artifacts if _key(artifact) not in self._kept}
            fresh = dict(zip(unknown, self._inner.render(list(unknown.values())), strict=True)) if unknown else {}
            answers = [fresh[key] if (key := _key(artifact)) in fresh else self._again(key) for artifact in artifacts]
            for key, answer in fresh.items():
                self._keep(key, answer)
        return [_called(answer, artifact.name) for answer, artifact in zip(answers, artifacts, strict=True)]

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """See `Renderer.draw`."""
        return self._inner.draw(document, pages, long_edge=long_edge)

    def _again(self, key: tuple[str, str]) -> _Answer:
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: tuple[str, str], answer: _Answer) -> None:
        if (isinstance(answer, RenderError) and answer.code == "renderer-missing") or _size(answer) > self._most_bytes:
            return
        self._kept[key] = answer
        while len(self._kept) > self._most_documents or sum(map(_size, self._kept.values())) > self._most_bytes:
            self._kept.popitem(last=False)


def _key(artifact: Artifact) -> tuple[str, str]:
    return artifact.sha256, artifact.kind


def _size(answer: _Answer) -> int:
    return len(answer.pdf) if isinstance(answer, RenderedDocument) else 0


def _called(answer: _Answer, name: str) -> _Answer:
    """The same bytes may come under another name."""
    return replace(answer, name=name) if isinstance(answer, RenderedDocument) else answer
