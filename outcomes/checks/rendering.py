"""What can only be seen on the pages: checks that are handed a renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.arguments import Bounds
from outcomes.checks.findings import WHOLE, judged, passed, undecided
from outcomes.errors import RenderError
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files
    from outcomes.check import CheckSpec
    from outcomes.renderer import RenderedDocument, Renderer

LIMIT_SECONDS: Final = 300.0
"""The renderer has limits of its own, and says more about it when one is reached; this one is beyond them."""

_OFFICE: Final = ("docx", "pptx", "xlsx")


class PageBounds(Bounds):
    """At least `min`, at most `max` pages."""


def rendering_checks(renderer: Renderer) -> tuple[CheckSpec[Any], ...]:
    """The checks, made with a renderer; several of them on the same artifact should share what it remembers."""

    @check(
        "opens_in_libreoffice",
        summary="LibreOffice opens the file and makes at least one page of it",
        example="check: opens_in_libreoffice",
        args=NoArgs,
        group="rendering",
        kinds=_OFFICE,
        slow=True,
        limit_seconds=LIMIT_SECONDS,
        meaning=(
            "The file is converted to PDF by a confined LibreOffice, and the PDF is looked into: the exit code says "
            "nothing, since it is 0 for files that could not be loaded. A failure counts only where LibreOffice "
            "converts a plain document of ours; without it, or after 60 seconds, the check cannot decide."
        ),
        source="Practice: a file that no second program opens is damaged, whoever wrote it.",
        false_positives=(
            "LibreOffice is lenient where Microsoft Office offers a repair, and stumbles over some files that Office "
            "opens; `opens` looks at the package itself. A file that takes more than 4 GB of memory counts as one that "
            "does not open."
        ),
    )
    def opens_in_libreoffice(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
        found = _rendered(renderer, artifact)
        if not isinstance(found, RenderError):
            return passed(f"LibreOffice opens it and makes {count(len(found.pages), 'page')}")
        if found.code != "render-failed":
            return undecided(str(found))
        fix = "Write the file again with a program that makes whole office files, and open it once in LibreOffice."
        return judged("LibreOffice makes no page of it", [Finding(WHOLE, found.message)], fix)

    @check(
        "pages",
        summary="The file has at least `min` and at most `max` pages when it is printed",
        example="check: pages min=2 max=10",
        args=PageBounds,
        group="rendering",
        kinds=(*_OFFICE, "pdf"),
        slow=True,
        limit_seconds=LIMIT_SECONDS,
        meaning=(
            "A PDF's own pages are counted. Office files are laid out by LibreOffice: hidden slides and hidden sheets "
            "have no page, and a sheet has as many as it needs on its paper. What the file says of its own pages is "
            "not believed."
        ),
        source="Practice: a limit on pages is about paper.",
        false_positives=(
            "LibreOffice and Word break lines differently, most of all where fonts are missing (`outcomes doctor` "
            "lists them): leave a page of tolerance."
        ),
    )
    def pages(artifact: Artifact, args: PageBounds, _files: Files) -> CheckResult:
        if artifact.kind == "pdf":
            return _bounded(sum(unit.kind == "page" for unit in artifact.units), args)
        found = _rendered(renderer, artifact)
        if isinstance(found, RenderError):
            return undecided(str(found))
        return _bounded(len(found.pages), args)

    return (opens_in_libreoffice, pages)


def _rendered(renderer: Renderer, artifact: Artifact) -> RenderedDocument | RenderError:
    (found,) = renderer.render([artifact])
    return found


def _bounded(number: int, args: PageBounds) -> CheckResult:
    found = count(number, "page")
    if (args.min or 0) <= number <= (args.max if args.max is not None else number):
        return passed(found)
    over = args.max is not None and number > args.max
    by = number - args.max if over and args.max is not None else (args.min or 0) - number
    fix = f"Cut at least {count(by, 'page')}." if over else f"Add at least {count(by, 'page')}."
    return judged(found, [Finding(WHOLE, f"{found}, asked for {args.words()}")], fix)
