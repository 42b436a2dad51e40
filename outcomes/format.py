"""The seat of rubric formats: the text of a file in, a `Rubric` out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, Protocol

from outcomes.errors import RubricError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.rubric import Rubric

MAX_CHARACTERS = 262_144
"""The longest rubric that is read; the hosted platform has the same limit."""

MAX_TREE_CHARACTERS = 4_194_304
"""The longest file of another tool: its trees of thousands of nodes spend most characters on ids and keys."""

FormatName = Literal["markdown", "yaml", "json"]

_SUFFIXES: dict[str, FormatName] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".prompty": "markdown",
    ".json": "json",
    ".jsonl": "json",
}
_NOT_RUBRICS = frozenset({".docx", ".pptx", ".xlsx", ".pdf", ".html"})
_CODE = frozenset({".py", ".ipynb", ".js", ".ts", ".mjs", ".cjs", ".tsx", ".rb", ".sh"})
_EXPORT = (
    'is code, and code is not run to find a rubric in it; export the criteria as text: `json.dump({"criteria": '
    "[...]}, file)` with the sentences that it passes to its metrics, or copy them into a markdown list"
)
_PYTHON = re.compile(
    r"^(?:from\s+[\w.]+\s+import\s|import\s+[\w.]+|def\s+\w+\(|class\s+\w+[:(]|\w+\s*=\s*\w+\()", re.MULTILINE
)
_JSON_START = re.compile(r'\s*(?:\{|\[\s*(?:["{]|\]\s*\Z))')
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_YAML_LINE = re.compile(r"^(?:criteria|sections):[ \t]*(?:\[|$)", re.MULTILINE)


class Format(Protocol):
    """Reads one kind of rubric file. A format is a function: same text, same rubric."""

    def __call__(self, text: str, source: str, variables: Mapping[str, object] | None = None) -> Rubric:
        """Read `text`; `source` is the file's name, for messages; `variables` are the values of `{{ name }}`.

        Raise `RubricError`, with the line and where known the column, for anything that cannot be understood.
        """


def detect(text: str, source: str) -> FormatName:
    """The format of a rubric file: by its suffix, and by its content where the suffix says nothing."""
    suffix = PurePath(source).suffix.lower()
    if suffix in _NOT_RUBRICS:
        msg = f"a {suffix} file is not a rubric; write the criteria in markdown (.md), YAML (.yaml) or JSON (.json)"
        raise RubricError(msg, source=source)
    if suffix in _CODE:
        msg = f"a {suffix} file {_EXPORT}"
        raise RubricError(msg, source=source)
    return _SUFFIXES.get(suffix) or _by_content(text.removeprefix("\ufeff"), source)


def _by_content(text: str, source: str) -> FormatName:
    code = _PYTHON.match(text.lstrip())
    if code is not None:
        msg = f"this {_EXPORT}"
        raise RubricError(msg, source=source, line=text.count("\n", 0, len(text) - len(text.lstrip())) + 1)
    if _JSON_START.match(text):
        return "json"
    return "yaml" if _YAML_LINE.search(text.replace("\r", "\n")) else "markdown"


def clean(text: str, source: str, most: int = MAX_CHARACTERS) -> str:
    """The same text without a byte order mark and with line feeds only.

    Raise `RubricError` when it is longer than a rubric may be, or is not text.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        msg = f"{len(text):,} characters are too many; a rubric has at most {most:,}. Split it in two."
        raise RubricError(msg, source=source)
    odd = None if text.isascii() and "\0" not in text else _NOT_TEXT.search(text)
    if odd:
        msg = f"the character {odd.group()!r} is not text; save the file as UTF-8"
        raise RubricError(msg, source=source, line=text.count("\n", 0, odd.start()) + 1)
    return text
