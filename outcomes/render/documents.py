"""The renderer: office files through LibreOffice to PDF, PDF through pypdfium2 to pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import RenderError
from outcomes.render import pdf
from outcomes.render.allowed import DEFAULT_LIMITS, RenderLimits, refuse_unfit
from outcomes.render.office import Office, Source
from outcomes.render.pages import pages_of
from outcomes.render.sources import suffix_of
from outcomes.renderer import LONG_EDGE, RenderedDocument
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.render.media import Measure
    from outcomes.renderer import Page, PageImage


class DocumentRenderer:
    """Follows `outcomes.renderer.Renderer`; holds nothing of what it has rendered."""

    def __init__(self, measure: Measure, office: Office | None = None, limits: RenderLimits = DEFAULT_LIMITS) -> None:
        """Nothing is looked for yet.

        Args:
            measure: tells how large a picture is from its first bytes.
            office: the LibreOffice to use; the one on the PATH if it is not given.
            limits: what is not given to it.
        """
        self._measure = measure
        self._office = office or Office()
        self._limits = limits

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """All office files in one batch; see `Renderer.render`."""
        printed: dict[int, bytes | RenderError] = {}
        sources: dict[int, Source] = {}
        for place, artifact in enumerate(artifacts):
            given = self._given(artifact)
            if isinstance(given, Source):
                sources[place] = given
            else:
                printed[place] = given
        printed |= zip(sources, self._convert(list(sources.values())), strict=True)
        return self._documents(artifacts, [printed[place] for place in range(len(artifacts))])

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """See `Renderer.draw`."""
        return pdf.draw(document.pdf, document.pages if pages is None else pages, long_edge=long_edge)

    def _given(self, artifact: Artifact) -> Source | bytes | RenderError:
        """What LibreOffice is given; the bytes themselves when they are PDF already."""
        try:
            refuse_unfit(artifact, self._measure, self._limits)
        except RenderError as error:
            return error
        data = artifact.contents.read(artifact.files[0].path) if artifact.contents is not None else b""
        if artifact.kind == "pdf":
            return data
        suffix = suffix_of(data, artifact.kind, artifact.name)
        if suffix is None:
            msg = f"{shown(repr(clip(artifact.name)))} is not drawn: its content is not that of an office file."
            return RenderError("render-refused", msg)
        return Source(artifact.name, suffix, data)

    def _convert(self, sources: Sequence[Source]) -> list[bytes | RenderError]:
        if sources and pdf.library() is None:  # asked before LibreOffice works for nothing
            missing = RenderError("renderer-missing", "pypdfium2 is not installed.", fix=pdf.INSTALL)
            return [missing for _ in sources]
        try:
            return self._office.convert(sources, "pdf")
        except RenderError as error:
            return [error for _ in sources]

    def _documents(
        self, artifacts: Sequence[Artifact], printed: Sequence[bytes | RenderError]
    ) -> list[RenderedDocument | RenderError]:
        pdfs = [data for data in printed if isinstance(data, bytes)]
        try:
            looked = iter(pdf.inspect(pdfs) if pdfs else [])
        except RenderError as error:
            looked = iter([error] * len(pdfs))
        return [
            data if isinstance(data, RenderError) else _document(artifact, data, next(looked))
            for artifact, data in zip(artifacts, printed, strict=True)
        ]


def _document(
    artifact: Artifact, data: bytes, inspected: pdf.Inspected | RenderError
) -> RenderedDocument | RenderError:
    if isinstance(inspected, RenderError):
        name = shown(repr(clip(artifact.name)))
        return RenderError(inspected.code, f"{name}: {inspected.message}", fix=inspected.fix)
    return RenderedDocument(artifact.name, artifact.kind, artifact.sha256, pages_of(artifact, inspected), data)
