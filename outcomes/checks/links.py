"""What must hold for the words of links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_VAGUE: Final = frozenset(
    {
        "click",
        "click here",
        "click this link",
        "here",
        "this",
        "this link",
        "link",
        "this page",
        "this website",
        "website",
        "more",
        "more info",
        "more information",
        "more details",
        "details",
        "read",
        "read more",
        "read this",
        "see more",
        "see here",
        "learn more",
        "find out more",
        "go",
        "go here",
        "continue",
        "download",
        "download here",
        "info",
        "url",
        "visit",
        "open",
        "hier",
        "hier klicken",
        "mehr",
        "mehr erfahren",
        "weiterlesen",
        "cliquez ici",
        "ici",
        "en savoir plus",
        "lire la suite",
        "haga clic aquí",
        "clic aquí",
        "aquí",
        "más información",
        "leer más",
    }
)
_ADDRESS: Final = re.compile(r"(?:https?://|ftp://|www\.)\S+", re.IGNORECASE)


@check(
    "link_text",
    summary='Links say where they lead: no "click here", no bare address',
    example="check: link_text",
    args=NoArgs,
    kinds=("docx", "pptx", "html", "markdown"),
    group="accessibility",
    meaning=(
        "The visible words of each link that leads outside the file. Words that fit any link (`here`, `read more`, "
        "`this link`, in English, German, French and Spanish) and addresses (`https://...`, `www...`) say nothing of "
        "the target. Links on pictures and shapes without words are left to `alt_text`; e-mail addresses and jumps "
        "inside the file are not looked at."
    ),
    source="WCAG 2.2, 2.4.4 Link Purpose (In Context); Microsoft accessibility: meaningful hyperlink text",
    false_positives="Lists of sources and contact lines that print their addresses, as for paper.",
)
def link_text(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Short addresses without a scheme (`example.org`) pass: they read as names."""
    links = list(_links(artifact))
    findings = [Finding(locator, problem) for locator, text in links if (problem := _link_problem(text))]
    measured = f"{count(len(links), 'link')} with words, {len(findings) or 'none'} that say nothing of the target"
    return judged(measured, findings, f"Write what the reader finds there for {places(findings)}.")


CHECKS: Final = (link_text,)


def _links(artifact: Artifact) -> Iterator[tuple[str, str]]:
    """Place and words of each visible link to the outside."""
    for unit in artifact.units:
        for block in unit.walk() if not unit.hidden else ():
            text = fold(block.text or (block.name or "" if block.kind == "span" else ""))
            if block.visible and text and _leads_outside(block.target) and block.kind not in ("picture", "object"):
                yield block.locator, text


def _leads_outside(target: str | None) -> bool:
    return target is not None and "://" in target


def _link_problem(text: str) -> str:
    if _ADDRESS.fullmatch(text):
        return f"an address for link text: {quoted(text)}"
    if text.casefold().strip(" .:!>→…[]()\"'") in _VAGUE:
        return f"link text that fits any link: {quoted(text)}"
    return ""
