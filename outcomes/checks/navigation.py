"""Whether readers get where they are sent: the table of contents, links inside the file, addresses outside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, places, quoted, undecided
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_SLIDE: Final = re.compile(r"slide (\d+)")
_JUMPS: Final = frozenset({"firstslide", "lastslide", "nextslide", "previousslide", "lastslideviewed", "endshow"})
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_WEB: Final = frozenset({"http", "https", "ftp"})
_MAIL: Final = re.compile(r"[^@\s,?]+@[^@\s,?]+\.[^@\s,?.]+(?:,[^@\s,?]+@[^@\s,?]+)*(?:\?.*)?")
_HOST: Final = re.compile(r"(?:[^\s/:.@]+\.)*[^\s/:.@]+\.?|\[[0-9a-fA-F:.]+\]")
_PLACEHOLDERS: Final = re.compile(
    r"https?://(?:example|yourdomain|your-?domain|domain|yoursite)\.(?:com|org|net)\b", re.IGNORECASE
)
_LOCAL: Final = re.compile(r"(?:file:|[a-zA-Z]:[\\/]|\\\\)")


class Stale(NoArgs):
    """What is asked of the table of contents."""

    fresh: bool = Field(default=True, description="Whether its entries have to be the headings of the document.")


class Addresses(NoArgs):
    """Which targets will do."""

    local: bool = Field(default=False, description="Whether links may lead to files on the author's own computer.")


@check(
    "toc",
    summary="The document has a table of contents, and its entries are the headings of the document",
    example="check: toc",
    args=Stale,
    kinds=("docx",),
    group="structure",
    meaning=(
        "A table of contents that Word made (the field, or the building block from the References tab). It is stale "
        "when headings of the levels that it lists are missing in it or are worded otherwise, or when it lists "
        "headings that are not there."
    ),
    source="Microsoft, Insert a table of contents; ECMA-376 Part 1, 17.16.5.68 (TOC)",
    false_positives="A table of contents that was typed by hand counts as none; one of figures only does not count.",
)
def toc(artifact: Artifact, args: Stale, _files: Files) -> CheckResult:
    """Decided by what the reader of Word files notes about it."""
    tables = [flag for flag in artifact.flags if flag.code == "toc"]
    stale = [flag for flag in artifact.flags if flag.code == "toc-stale"] if args.fresh else []
    if not tables:
        return judged(
            "no table of contents",
            [Finding(WHOLE, "there is no table of contents")],
            "Insert a table of contents with References, Table of Contents.",
        )
    findings = [Finding(flag.locator, flag.detail) for flag in stale]
    entries = artifact.facts.get("toc_entries")
    listed = f" of {count(entries, 'entry', 'entries')}" if isinstance(entries, int) else ""
    measured = f"a table of contents{listed}{', which is stale' if findings else ''}"
    return judged(measured, findings, f"Update the table of contents at {places(findings)}.")


@check(
    "links",
    summary="Every link inside the file leads somewhere, and every address is one",
    example="check: links",
    args=Addresses,
    kinds=("docx", "pptx", "xlsx", "html", "markdown"),
    group="structure",
    meaning=(
        "A link to a place in the file (`#name`, a slide) finds its bookmark, heading, id or slide. An address with a "
        "scheme is well-formed: a host for http and https, an address for mailto; none is a sample such as "
        "example.com, and none leads to the author's own disk unless `local=true`. Nothing is fetched, so whether a "
        "site answers is not asked. Relative addresses are left alone."
    ),
    source="WCAG 2.2, 2.4.4 and 2.4.5; RFC 3986, section 3; RFC 6068 (mailto)",
    false_positives="Links that a program handles in a way of its own, and ids that a script makes when a page loads.",
)
def links(artifact: Artifact, args: Addresses, _files: Files) -> CheckResult:
    """Of hidden pieces too: whoever unhides a slide follows its links."""
    linked = [block for block in artifact.blocks if block.target and block.kind not in _no_links(artifact.kind)]
    places_inside = _Places(artifact)
    findings = [
        Finding(block.locator, f"{quoted(block.target or '')} {problem}")
        for block in linked
        if (problem := _problem(block.target or "", places_inside, args))
    ]
    if not findings and places_inside.unknown:
        return undecided(f"{count(len(linked), 'link')}; where links inside the file may lead to is not known")
    measured = f"{count(len(linked), 'link')}, {len(findings) or 'none'} broken" if linked else "no links"
    return judged(measured, findings, f"Mend or take out the link at {places(findings)}.")


CHECKS: Final = (toc, links)


def _no_links(kind: str) -> frozenset[str]:
    """Blocks whose target is the place of a note, or on web pages a picture's source, and no link."""
    return frozenset(
        {"footnote", "endnote", "comment", "object", *(("picture",) if kind in ("html", "markdown") else ())}
    )


class _Places:
    """Where links inside an artifact may lead to."""

    def __init__(self, artifact: Artifact) -> None:
        self.kind = artifact.kind
        self.slides = sum(unit.kind == "slide" for unit in artifact.units)
        self.sheets = {unit.title.casefold() for unit in artifact.units if unit.kind == "sheet"}
        self.names = {name.casefold() for name in artifact.bookmarks}
        self.unknown = False
        """Whether one was asked for that nobody can tell."""

    def problem(self, name: str) -> str:
        """What is wrong with a link to `#name`."""
        if not name or (self.kind == "html" and name.lower() == "top"):
            return "" if self.kind == "html" else "names no place"
        if self.kind == "xlsx":
            sheet = name.rpartition("!")[0].strip("'").replace("''", "'")
            return "" if not sheet or sheet.casefold() in self.sheets else "leads to a sheet that is not there"
        if self.kind in ("html", "markdown") and not self.names:
            self.unknown = True
            return ""
        return (
            ""
            if {name.casefold(), unquote(name).casefold()} & {*self.names, "_top"}
            else "leads to no place in the file"
        )


def _problem(target: str, inside: _Places, args: Addresses) -> str:
    target = target.strip()
    if target.startswith("#"):
        return inside.problem(target[1:])
    slide = _SLIDE.fullmatch(target)
    if slide:
        return "" if 1 <= int(slide[1]) <= inside.slides else "is no slide of this deck"
    if target.lower() in _JUMPS:
        return ""
    if _LOCAL.match(target):
        return "" if args.local else "leads to a file on somebody's own computer"
    return _address(target) if _SCHEME.match(target) else ""


def _address(target: str) -> str:
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        return "is no address"
    scheme = parts.scheme.lower()
    if scheme in _WEB and (not _HOST.fullmatch(f"[{host}]" if ":" in host else host) or re.search(r"\s", target)):
        return "is no address"
    if scheme == "mailto" and not _MAIL.fullmatch(unquote(parts.path + (f"?{parts.query}" if parts.query else ""))):
        return "is no mail address"
    if _PLACEHOLDERS.match(target):
        return "is a sample address"
    return ""
