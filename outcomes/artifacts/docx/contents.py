"""Tables of contents: where they stand, and whether their entries are still the headings of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.artifact import Flag
from outcomes.artifacts.docx.styles import built_in_heading
from outcomes.text import clip, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Block

_CODE = re.compile(r"\s*TOC\b", re.IGNORECASE)
_LEVELS = re.compile(r'\\o\s*"?\s*([1-9])\s*-\s*([1-9])', re.IGNORECASE)
# Lists of figures, of one bookmark, or of marked entries are not lists of all headings (ECMA-376 17.16.5.68).
_OTHER_SOURCE = re.compile(r"\\[abcf]\b", re.IGNORECASE)
_OWN_STYLES, _OUTLINE = re.compile(r"\\t\b", re.IGNORECASE), re.compile(r"\\[ou]\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[\s.\u2026\u00b7_-]*(?:\t|[.\u2026_]{2,}|\s{2,}|(?<=\D))\s*(?:\d{1,4}|[ivxlc]{1,7})$")
_STYLE = re.compile(r"(?:toc ?|contents )\d|table of figures", re.IGNORECASE)
_MOST_ENTRIES = 5_000
_MOST_NAMED = 5
_LONGEST_NAME = 60


def is_contents(code: str) -> bool:
    """Whether a field's code makes a table of contents."""
    return _CODE.match(code) is not None


class Contents:
    """One table of contents, as it stands in the file."""

    def __init__(self, code: str) -> None:
        """`code` is the field's, empty for entries that no field made."""
        self.code = code
        self.entries: list[Block] = []

    def add(self, block: Block) -> None:
        """A paragraph of it; a title above the entries is none of them."""
        if block.text and len(self.entries) < _MOST_ENTRIES and (self.code or _STYLE.match(block.style or "")):
            self.entries.append(block)

    @property
    def of_headings(self) -> bool:
        """Whether it should list all headings of its levels."""
        return not _OTHER_SOURCE.search(self.code)

    @property
    def levels(self) -> range:
        """The built-in heading levels that it lists: all where its code names none, none where it names styles."""
        match = _LEVELS.search(self.code)
        if match is not None:
            return range(int(match[1]), int(match[2]) + 1)
        return range(0) if _OWN_STYLES.search(self.code) and not _OUTLINE.search(self.code) else range(1, 10)


def contents_flags(found: Sequence[Contents], headings: Sequence[Block]) -> Iterator[Flag]:
    """Say where each table of contents stands, and what is missing or wrong in one that should list all headings."""
    for contents in found:
        where = contents.entries[0].locator if contents.entries else ""
        yield Flag("toc", f"table of contents with {count(len(contents.entries), 'entry', 'entries')}", where, "info")
        if contents.of_headings:
            stale = _stale(contents, headings)
            if stale:
                yield Flag("toc-stale", f"the table of contents is stale: {stale}", where)


def _stale(contents: Contents, headings: Sequence[Block]) -> str:
    """What is wrong, in words; empty for an up-to-date table.

    Only built-in heading styles are sure to be listed; any heading may be.
    """
    listed = [_keys(_title(entry.text)) for entry in contents.entries]
    known = {key for heading in headings for key in _names(heading)}
    entries = {key for keys in listed for key in keys}
    levels = contents.levels
    wanted = [heading for heading in headings if built_in_heading(heading.style) and heading.level in levels]
    missing = [heading.text for heading in wanted if not entries.intersection(_names(heading))]
    wrong = [
        _title(entry.text) for entry, keys in zip(contents.entries, listed, strict=True) if not known.intersection(keys)
    ]
    problems = []
    if missing:
        problems.append(f"{count(len(missing), 'heading')} not listed ({_some(missing)})")
    if wrong:
        problems.append(f"{count(len(wrong), 'entry', 'entries')} without a heading ({_some(wrong)})")
    if not problems and not _in_order(listed, headings):
        problems.append("the headings stand in another order")
    return "; ".join(problems)


def _in_order(listed: Sequence[set[str]], headings: Sequence[Block]) -> bool:
    """Whether the entries can be met in this order while going through the headings."""
    names = iter(headings)
    return all(any(keys.intersection(_names(heading)) for heading in names) for keys in listed)


def _title(entry: str) -> str:
    """An entry without the page number at its end."""
    head, tab, tail = entry.rpartition("\t")
    if tab and len(tail.split()) <= 1:
        return head
    return _PAGE_NUMBER.sub("", entry)


def _keys(title: str) -> set[str]:
    """How a title may be known: with the number before the first tab, and without."""
    return {_folded(title), _folded(title.partition("\t")[2] or title)}


def _names(heading: Block) -> set[str]:
    return {_folded(heading.text), _folded(f"{heading.label or ''}{heading.text}")}


def _folded(text: str) -> str:
    """White space and case are not told apart: a table of contents turns line breaks into spaces, and may shout."""
    return "".join(text.split()).casefold()


def _some(texts: Sequence[str]) -> str:
    shown = ", ".join(repr(clip(text, _LONGEST_NAME)) for text in texts[:_MOST_NAMED])
    return shown + (f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else "")
