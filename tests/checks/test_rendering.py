"""Checks that look at pages, with a renderer that says what a test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from outcomes.artifact import Unit
from outcomes.check import CheckResult, Finding
from outcomes.checks.rendering import rendering_checks
from outcomes.errors import RenderError
from outcomes.renderer import LONG_EDGE, Page, PageImage, RenderedDocument
from outcomes.testing.documents import Docx, Pptx
from outcomes.wiring import checks, read_path
from tests.checks.support import an_artifact, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.check import CheckSpec


class Scripted:
    """So many pages of everything, or an error."""

    def __init__(self, found: int | RenderError) -> None:
        self._found = found

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """What it was told."""
        return [self._answer(artifact) for artifact in artifacts]

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """Nothing: no check asks for pictures."""
        raise NotImplementedError

    def _answer(self, artifact: Artifact) -> RenderedDocument | RenderError:
        if isinstance(self._found, RenderError):
            return self._found
        pages = tuple(Page(number, f"p. {number}", number, 612, 792) for number in range(1, self._found + 1))
        return RenderedDocument(artifact.name, artifact.kind, artifact.sha256, pages, b"%PDF-")


def spec(name: str, found: int | RenderError) -> CheckSpec[Any]:
    """A check whose renderer finds this."""
    return {spec.name: spec for spec in rendering_checks(Scripted(found))}[name]


REPORT = an_artifact("docx", Unit("section", 1, "section 1"))


def test_a_file_of_which_pages_are_made_opens() -> None:
    assert run(spec("opens_in_libreoffice", 3), REPORT) == CheckResult(
        passed=True, measured="LibreOffice opens it and makes 3 pages"
    )


def test_a_file_of_which_no_page_is_made_does_not_open() -> None:
    result = run(spec("opens_in_libreoffice", RenderError("render-failed", "it said no")), REPORT)
    assert (result.passed, result.measured, result.findings) == (
        False,
        "LibreOffice makes no page of it",
        (Finding("", "it said no"),),
    )
    assert result.smallest_fix


@pytest.mark.parametrize("code", ["renderer-missing", "render-refused", "render-timeout"])
@pytest.mark.parametrize("check", ["opens_in_libreoffice", "pages"])
def test_what_says_nothing_about_the_file_decides_nothing(check: str, code: str) -> None:
    error = RenderError(code, "Something is missing.", fix="Install it.")
    args = {"max": 3} if check == "pages" else {}
    assert run(spec(check, error), REPORT, **args) == CheckResult(
        passed=None, measured="Something is missing. Install it."
    )


@pytest.mark.parametrize(
    ("pages", "args", "problem", "fix"),
    [
        (3, {"min": 3, "max": 3}, "", ""),
        (3, {"min": 1}, "", ""),
        (4, {"max": 3}, "4 pages, asked for at most 3", "Cut at least 1 page."),
        (1, {"min": 3}, "1 page, asked for at least 3", "Add at least 2 pages."),
    ],
)
def test_pages_are_counted(pages: int, args: dict[str, int], problem: str, fix: str) -> None:
    result = run(spec("pages", pages), REPORT, **args)
    assert [finding.problem for finding in result.findings] == ([problem] if problem else [])
    assert (result.passed, result.smallest_fix) == (not problem, fix)


def test_the_pages_of_a_pdf_are_its_own() -> None:
    pdf = an_artifact("pdf", Unit("page", 1, "p. 1"), Unit("page", 2, "p. 2"), Unit("margin", 3, "properties"))
    result = run(spec("pages", RenderError("renderer-missing", "nobody asks")), pdf, max=2)
    assert (result.passed, result.measured) == (True, "2 pages")


@pytest.mark.parametrize("name", ["opens_in_libreoffice", "pages"])
def test_they_are_known_to_rubrics_and_run_aside(name: str) -> None:
    known = checks()[name]
    assert (known.slow, known.group, known.owner) == (True, "rendering", "")
    assert known.limit_seconds > 2 * 60


@pytest.mark.render
def test_a_deck_and_a_report_open_and_have_their_pages(tmp_path: Path) -> None:
    deck = read_path(Pptx().slide("A").slide("B", hidden=True).slide("C").save(tmp_path / "a.pptx"))
    report = read_path(Docx().paragraph("text").save(tmp_path / "a.docx"))
    found = {
        (artifact.kind, name): run(checks()[name], artifact, **args).measured
        for artifact in (deck, report)
        for name, args in (("opens_in_libreoffice", {}), ("pages", {"min": 1}))
    }
    assert found == {
        ("pptx", "opens_in_libreoffice"): "LibreOffice opens it and makes 2 pages",
        ("pptx", "pages"): "2 pages",
        ("docx", "opens_in_libreoffice"): "LibreOffice opens it and makes 1 page",
        ("docx", "pages"): "1 page",
    }
