"""Criteria about the file as a whole and its outline: sections, captions, contents, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import clear, quoted
from outcomes.drafting.proposal import FILE, STRUCTURE, TABLES, Proposal, habit, proposes, something_for, standard
from outcomes.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifact import Block
    from outcomes.drafting.example import Example

MOST_NAMES: Final = 12
"""Headings that one criterion names; an outline that people remember has fewer."""
OFFICE: Final = ("docx", "pptx", "xlsx")
_LONGEST_NAME: Final = 80
_FEW: Final = 3
_MOST_PHRASES: Final = 2
_MOST_FILES: Final = 20
_PROPERTIES: Final = {"title": "a title", "author": "an author"}
_SPECIAL: Final = re.compile(r"([*?\[])")
"""What a pattern for files takes for something else than itself."""


@proposes("sections", STRUCTURE, 10)
def _sections(example: Example) -> Iterable[Proposal]:
    """The headings of the highest level of which there are two, in order; a deck's titles are its content."""
    names = _names(example)
    kept = names[:MOST_NAMES]
    if example.kind != "pptx" and len(kept) > 1:  # a lone heading is the title of this one document
        level = section_level(body_headings(example))
        found = f"{len(names):,} headings of level {level}, the highest of which there are several"
        why = f"the first {len(kept)} of them" if len(kept) < len(names) else ""
        listed = ", ".join(quoted(name) for name in kept)
        yield Proposal(f"These sections are there, in this order: {listed}", {"names": kept}, why, found)


def section_level(headings: list[Block]) -> int:
    """The highest level at which there are two headings: 2 below a lone title of level 1."""
    levels = [heading.level or 1 for heading in headings]
    return next((level for level in sorted(set(levels)) if levels.count(level) > 1), min(levels, default=1))


def body_headings(example: Example) -> list[Block]:
    """The headings with words that a reader sees in the body."""
    blocks = [block for unit in example.units for block in unit.walk()]
    return [block for block in blocks if block.kind == "heading" and block.visible and fold(block.full_text)]


def _names(example: Example) -> list[str]:
    """Each name once, as it first stands; without those that hold a bar, which in a list of names may mean `or`."""
    headings = body_headings(example)
    level = section_level(headings)
    texts = [clear(heading.full_text) for heading in headings if (heading.level or 1) == level]
    names: dict[str, str] = {}
    for text in texts:
        if text and len(text) <= _LONGEST_NAME and "|" not in text:
            names.setdefault(fold(text).casefold(), text)
    return list(names.values())


@proposes("captions", TABLES, 21)
def _captions(example: Example) -> Iterable[Proposal]:
    """Only of what has captions at all: a house that writes none has no such rule."""
    for of in ("figures", "tables"):
        result = example.result("captions", of=of)
        if example.looks_at("captions", of=of) and ", 0 numbered captions" not in result.measured:
            yield Proposal(f"All {of} have numbered captions, without gaps or doubles", {"of": of})


@proposes("chart_titles", TABLES, 25)
def _chart_titles(example: Example) -> Iterable[Proposal]:
    """Where some charts have titles, the others should; where none has, something else says what they show."""
    charts, result = example.seen("chart"), example.result("chart_titles")
    if not charts or len(result.findings) == len(charts):
        return
    axes = next((number for number in (2, 1) if example.passes("chart_titles", axis_titles=number)), 0)
    axes = axes if any(child.name == "axis" for chart in charts for child in chart.children) else 0
    also = ("", ", and so has one of its axes", ", and so have both of its axes")[axes]
    yield Proposal(f"Every chart has a title{also}", {"axis_titles": axes} if axes else {})


@proposes("files", FILE, 10)
def _files(example: Example) -> Iterable[Proposal]:
    """Of a folder; a single file is there, or there is nothing to grade."""
    paths = [entry.path for entry in example.artifact.files if clear(entry.path) == entry.path][:_MOST_FILES]
    if example.kind == "folder" and paths:
        patterns = [_SPECIAL.sub(r"[\1]", path) for path in paths]
        yield Proposal(f"These files are there: {', '.join(map(quoted, paths))}", {"has": patterns})


@proposes("opens", FILE, 29)
def _opens(example: Example) -> Iterable[Proposal]:
    """Of what can be damaged and be read all the same; text is whole when it can be read."""
    if example.kind in OFFICE:
        yield Proposal(f"The {example.noun} opens without a repair message")
    elif example.kind in ("pdf", "folder"):
        yield Proposal(f"Everything in the {example.noun} can be read")


@proposes("contains", STRUCTURE, 46)
def _boilerplate(example: Example) -> Iterable[Proposal]:
    """What stands in every header or footer, if it is no number: a mark, a name, `Confidential`."""
    blocks = [block for unit in example.artifact.units for block in unit.walk() if block.visible]
    margins = [block for block in blocks if block.kind in ("header", "footer") or block.placeholder == "ftr"]
    lines = [clear(part.text) for block in margins for part in block.walk() if part.visible]
    texts = {fold(line): line for line in lines if len(line) <= _LONGEST_NAME and _is_words(line)}
    for text in list(texts.values())[:_MOST_PHRASES]:
        yield Proposal(f"The words {quoted(text)} stand in the text", {"text": text}, "from its headers and footers")


def _is_words(line: str) -> bool:
    return any(map(str.isalpha, line)) and not any(map(str.isdigit, line))


@proposes("properties", FILE, 37)
def _properties(example: Example) -> Iterable[Proposal]:
    """Title and author as it states them; a title is what a screen reader says first, so it is missed."""
    stated = [name for name in _PROPERTIES if example.passes("properties", has=[name])]
    if stated:
        named = " and ".join(_PROPERTIES[name] for name in stated)
        yield Proposal(f"The properties of the file state {named}", {"has": stated})
    if "title" not in stated and example.kind != "xlsx":
        yield Proposal("The properties of the file state a title", {"has": ["title"]})


def _has_headings(example: Example) -> bool:
    return bool(body_headings(example))


def _has_toc(example: Example) -> bool:
    return any(flag.code == "toc" for flag in example.artifact.flags)


PROPOSERS: Final = (
    _sections,
    standard("heading_order", STRUCTURE, 18, "Heading levels begin at 1 without skipping a level", where=_has_headings),
    _chart_titles,
    _files,
    _properties,
    _opens,
    standard("toc", STRUCTURE, 23, "The table of contents lists the headings of the document", where=_has_toc),
    _captions,
    standard(
        "references_resolve",
        TABLES,
        26,
        "Each figure, table and section that the text refers to is there",
        where=something_for("references_resolve"),
    ),
    standard(
        "links",
        STRUCTURE,
        38,
        "Every link inside the file leads somewhere, and every address is one",
        where=something_for("links"),
    ),
    habit(
        "real_headings",
        STRUCTURE,
        54,
        "Headings are made with heading styles, not with bold lines",
        where=lambda example: len(body_headings(example)) >= _FEW,
    ),
    _boilerplate,
)
