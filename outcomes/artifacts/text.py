"""Plain text: bytes to characters, characters to paragraphs with the line on which each begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.encodings import guessed_encoding
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.single import check_size, one_file, truncation
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
# Possessive, so that a file of nothing but line feeds costs no memory.
_BLANK_LINES = re.compile(r"\n(?:[ \t]*+\n)++")
_LEADING_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)*+")


class Decoded(NamedTuple):
    """Text with plain line feeds and no NULs, and a flag when the bytes were not sound."""

    text: str
    flags: tuple[Flag, ...]


class Paragraphs(NamedTuple):
    """The paragraphs of a text, and whether some were left out."""

    blocks: list[Block]
    truncated: bool


def read_text(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read plain text: one unit, one block for each paragraph, located by its first line (`report.txt:L40`).

    Raises:
        ArtifactError: `too-large`.
    """
    check_size(data, name, limits)
    text, flags = decode(data, name)
    return text_artifact("text", data, name, text, flags, limits)


def text_artifact(kind: str, data: bytes, name: str, text: str, flags: tuple[Flag, ...], limits: Limits) -> Artifact:
    """An artifact of plain paragraphs, also for files whose own structure cannot be read."""
    blocks, truncated = paragraphs(text, name, limits.blocks)
    if not text.isascii():
        flags = (*flags, *hidden_text_flags(blocks))
    if truncated:
        block, flag = truncation(f"the first {count(len(blocks), 'paragraph')}", name)
        blocks.append(block)
        flags = (*flags, flag)
    unit = Unit("file", 1, name, "", tuple(blocks))
    return one_file(kind, data, name, (unit,), flags)


def decode(data: bytes, name: str) -> Decoded:
    """Decode UTF-8 or, with a byte order mark, UTF-16.

    Other bytes are read as Shift-JIS or Windows-1252 where all of them make sense in it, which the flag `encoding`
    says is a guess; otherwise what cannot be decoded becomes U+FFFD, and the flag says that.
    """
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8"
    data = data.removeprefix(_UTF8_BOM)
    problem = ""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        guess = guessed_encoding(data) if encoding == "utf-8" else None
        if guess is not None:
            problem = f"not UTF-8 (byte {error.start:,}); read as {guess.name}, which is a guess"
            return Decoded(_plain(data.decode(guess.codec)), (Flag("encoding", problem, locator=name),))
        text = data.decode(encoding, "replace")
        problem = f"not valid {encoding.upper()} (byte {error.start:,}): undecodable bytes are shown as U+FFFD"
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        problem = problem or "holds NUL characters, shown as U+FFFD"
    return Decoded(_plain(text), (Flag("encoding", problem, locator=name),) if problem else ())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def paragraphs(text: str, name: str, most: int) -> Paragraphs:
    """Split at blank lines, keeping the lines and the indentation of each paragraph; at most `most` of them."""
    blocks: list[Block] = []
    lead = _LEADING_BLANK_LINES.match(text)
    start = lead.end() if lead else 0
    line = 1 + text.count("\n", 0, start)
    for gap in _BLANK_LINES.finditer(text, start):
        if len(blocks) >= most:
            return Paragraphs(blocks, truncated=True)
        end, after = gap.span()
        blocks.append(Block("paragraph", f"{name}:L{line}", text[start:end]))
        line += text.count("\n", start, after)
        start = after
    last = text[start:].rstrip()
    if last and len(blocks) >= most:
        return Paragraphs(blocks, truncated=True)
    if last:
        blocks.append(Block("paragraph", f"{name}:L{line}", last))
    return Paragraphs(blocks, truncated=False)
