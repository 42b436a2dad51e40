"""What the properties of a file have to say."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, listing
from outcomes.text import fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

NAMES: Final = MappingProxyType(
    {
        "title": frozenset({"title"}),
        "author": frozenset({"author", "meta author"}),
        "subject": frozenset({"subject", "description", "meta description"}),
        "keywords": frozenset({"keywords", "meta keywords"}),
    }
)
"""What each property is called in the files that have it; in office files the author is the `creator`."""


_STUBS: Final = frozenset({"untitled", "anonymous", "unspecified", "powerpoint presentation", "word document",
    "python-docx", "python-pptx", "openpyxl"})  # fmt: skip
"""What libraries write of their own accord, so that nobody has stated anything."""
_OFFICE: Final = ("docx", "pptx", "xlsx")


class Stated(NoArgs):
    """Properties that must be there."""

    has: list[Literal["title", "author", "subject", "keywords"]] = Field(
        min_length=1, max_length=4, description="The properties that have to say something."
    )


@check(
    "properties",
    summary="The properties of the file state each of `has`: title, author, subject or keywords",
    example='check: properties has=["title", "author"]',
    args=Stated,
    kinds=("docx", "pptx", "xlsx", "pdf", "html"),
    group="accessibility",
    meaning=(
        "Each property holds words or digits, and not what libraries write by themselves (`untitled`). In office files "
        "they are those under File, Info; in a PDF those of its information dictionary, where the author is `Author` "
        "and not the program that made it; on a web page the `title` element and `meta` with the names author, "
        "description and keywords."
    ),
    source="WCAG 2.2, 2.4.2 Page Titled, techniques H25 and PDF18; PDF/UA (ISO 14289-1), 7.1",
    false_positives="A title that a template brought along, or that was never changed, counts as one.",
)
def properties(artifact: Artifact, args: Stated, _files: Files) -> CheckResult:
    """Names are compared without regard to capitals."""
    stated = {
        (block.name or "").casefold()
        for block in artifact.blocks
        if block.kind == "metadata" and _says_something(fold(block.text))
    }
    if artifact.kind in _OFFICE and "creator" in stated:
        stated.add("author")
    there = [name for name, names in NAMES.items() if stated & names]
    missing = [name for name in dict.fromkeys(args.has) if name not in there]
    measured = f"{listing(there)} stated" if there else "no title, author, subject or keywords stated"
    findings = [Finding(WHOLE, f"the properties state no {name}") for name in missing]
    return judged(measured, findings, f"Write {listing(missing)} into the properties of the file.")


CHECKS: Final = (properties,)


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text)) and text.casefold() not in _STUBS
