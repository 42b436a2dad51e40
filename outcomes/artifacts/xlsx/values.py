"""One cell's value: what is stored, what is shown, and how that looks."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import UNKNOWN_FONT, CellValue, TextRun
from outcomes.artifact import parting
from outcomes.artifacts.ooxml.markup import integer
from outcomes.artifacts.xlsx.display import displayed, displayed_text
from outcomes.artifacts.xlsx.serial_dates import moment
from outcomes.artifacts.xlsx.strings import Text, read_text
from outcomes.artifacts.xlsx.styles import unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.appearance import Font
    from outcomes.artifacts.xlsx.strings import Stretch
    from outcomes.artifacts.xlsx.styles import CellStyle, Styles

_TRUTH = {"0": "FALSE", "1": "TRUE"}
_AS_STORED = re.compile(r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{0,7}[1-9])?")
"""Numbers that the format General shows as they are stored, up to eleven characters of them."""
_LONGEST_AS_STORED = 11
_MOST_KNOWN = 50_000


Key = tuple[str | None, str | None, str | None]
"""Type, stored text and cell format of a cell, as the file writes them."""


class Shown(NamedTuple):
    """What a cell stores and shows."""

    text: str
    value: CellValue
    runs: tuple[TextRun, ...] = ()
    reason: str | None = None
    """Why its style or its format does not let it be seen."""
    unseen: tuple[tuple[str, str], ...] = ()
    """Stretches of a rich text that are not seen, as (reason, text)."""


class Values:
    """Reads the values of a workbook's cells."""

    def __init__(self, strings: Sequence[Text], styles: Styles, *, epoch_1904: bool) -> None:
        self._strings = strings
        self._styles = styles
        self._epoch_1904 = epoch_1904
        self.known: dict[Key, Shown] = {}
        """What cells show that have nothing but a value, as far as it was asked for; equal cells share it."""
        self._runs: dict[tuple[int, int], tuple[TextRun, ...]] = {}

    def plain(self, kind: str | None, stored: str | None, number: str | None) -> Shown:
        """A cell without a formula or a text of its own: its type, what it stores, and its cell format, as written."""
        style = self._styles.cell(integer(number) if number else 0)
        if (kind is None or kind == "n") and style.code == "General" and _is_as_stored(stored):  # most cells
            value = CellValue("number", float(stored or 0), None, "General")
            return Shown(stored or "", value, self._run(stored or "", style.font), style.reason)
        shown = self.read(kind, stored, None, style, None)
        if len(self.known) < _MOST_KNOWN:
            self.known[kind, stored, number] = shown
        return shown

    def read(  # noqa: PLR0911 - one return for each type
        self, kind: str | None, stored: str | None, inline: etree._Element | None, style: CellStyle, formula: str | None
    ) -> Shown:
        """A cell of the type `kind` (`s`, `str`, `inlineStr`, `b`, `e`, `d`, `n`) that stores a text."""
        code = style.code
        if kind is None or kind == "n":
            return self._number(stored or "", style, formula)
        if kind == "s":
            return self._text(self._string(stored), style, formula)
        if kind == "inlineStr" or inline is not None:
            return self._text(
                read_text(inline, self._styles) if inline is not None else Text(stored or ""), style, formula
            )
        text = (stored or "").strip()
        if kind == "b":
            value = CellValue("boolean", text == "1", formula, code) if text else CellValue(None, None, formula, code)
            return self._seen(_TRUTH.get(text, text), value, style)
        if kind == "e":
            return self._seen(text, CellValue("error", text, formula, code), style)
        if kind == "d":
            return self._seen(text, CellValue("date", text, formula, code), style)
        return self._text(Text(stored or ""), style, formula)

    def _string(self, stored: str | None) -> Text:
        try:
            index = int(stored or "")
        except ValueError:
            return Text("")
        return self._strings[index] if 0 <= index < len(self._strings) else Text("")

    def _number(self, stored: str, style: CellStyle, formula: str | None) -> Shown:
        text = stored.strip()
        if not text:
            return Shown("", CellValue(None, None, formula, style.code))
        number = _finite(text)
        if number is None:
            return self._seen(text, CellValue("text", text, formula, style.code), style)
        if style.code == "General" and _is_as_stored(text):
            return self._seen(text, CellValue("number", number, formula, style.code), style)
        return self._formatted(text, number, style, formula)

    def _formatted(self, text: str, number: float, style: CellStyle, formula: str | None) -> Shown:
        """A number in a format that shows nothing is hidden, but for nought, which many a format leaves blank."""
        value = CellValue("number", number, formula, style.code)
        if style.is_date:
            when = moment(number, epoch_1904=self._epoch_1904)
            if when is not None:
                value = CellValue("date", when.iso, formula, style.code)
                text = when.iso
        shown = displayed(number, style.code, epoch_1904=self._epoch_1904)
        if shown is None:
            return self._seen(text, value, style)
        if not shown and number:
            return self._seen(text, value, style, "display-none")
        return self._seen(shown, value, style)

    def _text(self, text: Text, style: CellStyle, formula: str | None) -> Shown:
        value = CellValue("text", text.text, formula, style.code)
        if text.stretches:
            return self._rich(text, value, style)
        shown = text.text if style.code == "General" else displayed_text(text.text, style.code)
        if not shown and text.text:
            return self._seen(text.text, value, style, "display-none")
        return self._seen(shown, value, style)

    def _rich(self, text: Text, value: CellValue, style: CellStyle) -> Shown:
        background = style.font.background
        fonts = [
            style.font if stretch.font is None else self._styles.before(stretch.font, background)
            for stretch in text.stretches
        ]
        reasons = [
            _unread(stretch, font, style) if stretch.text.strip() else None
            for stretch, font in zip(text.stretches, fonts, strict=True)
        ]
        whole = all(reason or not s.text.strip() for reason, s in zip(reasons, text.stretches, strict=True))
        runs, seen, unseen = [], "", []
        for stretch, font, reason in zip(text.stretches, fonts, reasons, strict=True):
            if reason is not None and not whole:
                unseen.append((reason, stretch.text))
            left = stretch.text if reason is None or whole else parting(stretch.text, reason)
            if left:
                runs.append(TextRun(len(seen), len(seen) + len(left), font))
                seen += left
        return Shown(seen, value, tuple(runs), next(filter(None, reasons), None) if whole else None, tuple(unseen))

    def _seen(self, text: str, value: CellValue, style: CellStyle, reason: str | None = None) -> Shown:
        return Shown(text, value, self._run(text, style.font), reason or (style.reason if text else None))

    def _run(self, text: str, font: Font) -> tuple[TextRun, ...]:
        """One run for all of a text; texts of one length and look share it."""
        if not text or font is UNKNOWN_FONT:
            return ()
        key = (len(text), id(font))  # the fonts of a workbook's styles live as long as this does
        runs = self._runs.get(key)
        if runs is None:
            runs = self._runs[key] = (TextRun(0, len(text), font),)
        return runs


def _unread(stretch: Stretch, font: Font, style: CellStyle) -> str | None:
    """Why a stretch of rich text is not read."""
    return style.reason if stretch.font is None else unread(font, struck=stretch.struck)


def _finite(text: str) -> float | None:
    """The number that a text stands for; `None` for what is none, or not one that a spreadsheet can hold."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_as_stored(text: str | None) -> bool:
    """Whether a number in the format General is shown just as it is stored."""
    return text is not None and len(text) <= _LONGEST_AS_STORED and _AS_STORED.fullmatch(text) is not None
