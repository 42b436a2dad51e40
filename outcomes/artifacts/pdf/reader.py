"""PDF files: every page a unit (`p. 4`), every paragraph a block (`p. 4 / ¶3`), in a process of its own.

The order of a page is that of `layout`: columns of prose one after the other, everything else row by row. Headings are
those that the file itself marks, in its structure tree or its outline; nothing is made a heading for its looks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.markup import unreadable
from outcomes.artifacts.pdf.pages import PageBuilder
from outcomes.artifacts.pdf.process import Ended, read_lines
from outcomes.artifacts.single import one_file, truncation
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_ACTIONS = {
    re.compile(rb"/(?:JavaScript|JS)\b"): ("script", "holds JavaScript; it was not run"),
    re.compile(rb"/Launch\b"): ("launch", "asks to start another program; it was not started"),
}
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([Zz+-])(?:(\d\d)'?(\d\d)?'?)?)?")


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a PDF: text with places and fonts, links, outline, notes, form fields, pictures, and what is unseen.

    Invisible, tiny, covered, off-page and white-on-white text is hidden with its reason. A page that cannot be read is
    an `unreadable` block in its place. Nothing in the file is run, opened or fetched.

    Raises:
        ArtifactError: `missing-extra`, `too-large`, `encrypted`, or `corrupt-pdf` when no page of it can be read.
    """
    if len(data) > limits.file_bytes:
        raise ArtifactError("too-large", f"{name!r} has {len(data):,} bytes; the limit is {limits.file_bytes:,}.")
    reading = _Reading(name, limits)
    for said in read_lines(data, name, limits.pages):
        reading.take(said)
    units = reading.units()
    known = {flag.code for flag in reading.flags}
    acting = [flag for flag in _actions(data, name) if flag.code not in known]
    flags = [*reading.flags, *acting, *hidden_text_flags(b for unit in units for b in unit.walk())]
    return one_file("pdf", data, name, units, flags, reading.facts, bookmarks=reading.bookmarks)


def _actions(data: bytes, name: str) -> Iterator[Flag]:
    for pattern, (code, detail) in _ACTIONS.items():
        if pattern.search(data):
            yield Flag(code, detail, locator=name)


class _Reading:
    """One PDF as it comes in, line by line."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.flags: list[Flag] = []
        self.facts: dict[str, str | int] = {}
        self.bookmarks: dict[str, str] = {}
        self._name = name
        self._limits = limits
        self._catalogue: dict[str, Any] = {}
        self._pages: list[Unit] = []
        self._builder = PageBuilder(limits)
        self._read = 0
        self._too_costly = False

    def take(self, said: dict[str, Any] | Ended) -> None:
        """One line of the reading process.

        Raises:
            ArtifactError: `encrypted` or `corrupt-pdf`.
        """
        if isinstance(said, Ended):
            self._end(said)
        elif "error" in said:
            raise self._refused(str(said["error"]))
        elif "catalogue" in said:
            self._catalogue = said["catalogue"]
        elif "page" in said:
            self._page(said)

    def units(self) -> list[Unit]:
        """The pages, then what is said about the file as a whole.

        Raises:
            ArtifactError: `too-large` or `corrupt-pdf` when not one page could be read.
        """
        if self._read == 0:
            raise self._nothing_read()
        self._summarise()
        blocks = [*self._cuts(), *self._properties()]
        return [*self._pages, Unit("margin", len(self._pages) + 1, "properties", "", tuple(blocks))]

    def _refused(self, why: str) -> ArtifactError:
        if why == "encrypted":
            msg = f"{self._name!r} is protected with a password."
            return ArtifactError("encrypted", msg, fix="Deliver it without a password.")
        msg = f"{self._name!r} is damaged: it has no readable table of its parts."
        return ArtifactError("corrupt-pdf", msg, fix="Export it again from the program that made it.")

    def _nothing_read(self) -> ArtifactError:
        if self._too_costly:
            msg = f"reading {self._name!r} takes more time or memory than one file may."
            return ArtifactError("too-large", msg, fix="Export it again, with fewer or simpler pages.")
        msg = f"{self._name!r} has no page that can be read."
        return ArtifactError("corrupt-pdf", msg, fix="Export it again from the program that made it.")

    def _end(self, ended: Ended) -> None:
        self._too_costly = self._too_costly or ended.too_costly
        if ended.during:
            why = "takes more time or memory than one page may" if ended.too_costly else "cannot be taken apart"
            code = "too-large" if ended.too_costly else "corrupt-part"
            self._unreadable(ended.during, ArtifactError(code, f"page {ended.during} {why}."))

    def _page(self, said: dict[str, Any]) -> None:
        number = int(said["page"])
        if "size" not in said:
            self._unreadable(number, ArtifactError("corrupt-part", f"page {number} is damaged."))
            return
        unit, flags = self._builder.unit(number, said)
        self._pages.append(unit)
        self.flags += flags
        self._read += 1

    def _unreadable(self, number: int, error: ArtifactError) -> None:
        block, flag = unreadable(f"p. {number} / unreadable", error)
        self._pages.append(Unit("page", number, f"p. {number}", "", (block,)))
        self.flags.append(flag)

    def _summarise(self) -> None:
        said = self._catalogue
        self.facts = {"pages": int(said["pages"]), "images": self._builder.pictures, "tagged": int(said["tagged"])}
        if said["language"]:
            self.facts["language"] = said["language"]
        self.bookmarks = {**said["places"], **{title: to for _, title, to in reversed(said["outline"]) if to}}
        for file in said["files"]:
            detail = f"holds an attached file ({clip(file)}), which was not opened"
            self.flags.append(Flag("embedded-object", detail, locator=self._name))
        if said["scripts"]:
            detail = f"holds {count(said['scripts'], 'script')}; none was run"
            self.flags.append(Flag("script", detail, locator=self._name))

    def _cuts(self) -> Iterator[Block]:
        """Say what was left out: pages beyond the limit or never reached, blocks beyond the limit."""
        last = self._pages[-1].number
        if self._builder.exhausted:
            kept = f"the first {count(self._limits.blocks, 'block')}"
        elif last < self._catalogue["pages"]:
            kept = f"the first {count(last, 'page')} of {self._catalogue['pages']:,}"
        else:
            return
        block, flag = truncation(kept, "properties")
        self.flags.append(flag)
        yield block

    def _properties(self) -> Iterator[Block]:
        for key, text in self._catalogue["properties"].items():
            yield _metadata(f"metadata / {key}", _moment(text), key)
        for i, (level, title, target) in enumerate(self._catalogue["outline"], 1):
            at = f"outline / {i}"
            yield _metadata(at, title, "outline")._replace(level=level, target=target or None)


def _moment(text: str) -> str:
    """A date as RFC 3339 writes it; everything else as it is."""
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign in {"+", "-"} and hours else "Z" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _metadata(locator: str, text: str, name: str) -> Block:
    return Block("metadata", locator, text, visibility="hidden", reason="metadata", name=name)
