"""The seat of rubric formats: the text of a file in, a `Rubric` out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, Protocol

from outcomes.errors import RubricError

if TYPE_CHECKING:
    from outcomes.rubric import Rubric

MAX_CHARACTERS = 262_144
"""The longest rubric that is read; the hosted platform has the same limit."""

FormatName = Literal["markdown", "yaml", "json"]

_SUFFIXES: dict[str, FormatName] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
}
_NOT_RUBRICS = frozenset({".docx", ".pptx", ".xlsx", ".pdf", ".html", ".py", ".ipynb", ".js", ".ts"})
_JSON_START = re.compile(r'\s*(?:\{|\[\s*(?:["{]|\]\s*\Z))')
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_YAML_LINE = re.compile(r"^(?:criteria|sections):[ \t]*(?:\[|$)", re.MULTILINE)


class Format(Protocol):
    """Reads one kind of rubric file. A format is a function: same text, same rubric."""

    def __call__(self, text: str, source: str) -> Rubric:
        """Read `text`; `source` is the file's name, for messages.

        Raise `RubricError`, with the line and where known the column, for anything that cannot be understood.
        """


def detect(text: str, source: str) -> FormatName:
    """The format of a rubric file: by its suffix, and by its content where the suffix says nothing."""
    suffix = PurePath(source).suffix.lower()
    if suffix in _NOT_RUBRICS:
        msg = f"a {suffix} file is not a rubric; write the criteria in markdown (.md), YAML (.yaml) or JSON (.json)"
        raise RubricError(msg, source=source)
    return _SUFFIXES.get(suffix) or _by_content(text.removeprefix("\ufeff"))


def _by_content(text: str) -> FormatName:
    if _JSON_START.match(text):
        return "json"
    return "yaml" if _YAML_LINE.search(text.replace("\r", "\n")) else "markdown"


def clean(text: str, source: str) -> str:
    """The same text without a byte order mark and with line feeds only.

    Raise `RubricError` when it is longer than a rubric may be, or is not text.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        msg = f"{len(text):,} characters are too many; a rubric has at most {MAX_CHARACTERS:,}. Split it in two."
        raise RubricError(msg, source=source)
    odd = _NOT_TEXT.search(text)
    if odd:
        msg = f"the character {odd.group()!r} is not text; save the file as UTF-8"
        raise RubricError(msg, source=source, line=text.count("\n", 0, odd.start()) + 1)
    return text
