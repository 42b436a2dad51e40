"""PyYAML's parser in Python, brought to read what libyaml reads: tabs between words, question marks in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

if TYPE_CHECKING:
    from yaml.error import Mark

_BLANK = " \t"
_END = "\0 \t\n"
_WORD = re.compile(r"(?:[^\0 \t\n:]|:(?![\0 \t\n]))+")
_FLOW_WORD = re.compile(r"(?:[^\0 \t\n:,\[\]{}]|:(?![\0 \t\n,\[\]{}]))+")
_INDICATORS = re.compile(r"([+-]?)([1-9]?)([+-]?)(?=[\t#])")


class PythonParser(Reader, Scanner, Parser):
    """Gives the events of a text."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip blanks, breaks and comments; a tab is no indentation."""
        while True:
            blank = _BLANK if self.flow_level or not self.allow_simple_key else " "
            while self.peek() in blank:
                self.forward()
            self._skip_comment()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """A scalar without quotes, over as many lines as it has."""
        start = end = self.get_mark()
        chunks: list[str] = []
        spaces: list[str] = []
        while self.peek() != "#":
            word = (_FLOW_WORD if self.flow_level else _WORD).match(self.buffer, self.pointer)
            if word is None:
                break
            self.allow_simple_key = False
            chunks += [*spaces, word.group()]
            self.forward(len(word.group()))
            end = self.get_mark()
            spaces = self.scan_plain_spaces(self.indent + 1, start)
            if not spaces or (not self.flow_level and self.column <= self.indent):
                break
        return ScalarToken("".join(chunks), plain=True, start_mark=start, end_mark=end)

    def scan_plain_spaces(self, indent: int, start_mark: Mark) -> list[str]:
        """What stands between two words of a scalar: blanks as they are, one break as a space, more as themselves."""
        blanks = self._blanks()
        breaks: list[str] = []
        while self.peek() == "\n":
            breaks.append(self.scan_line_break())
            self.allow_simple_key = True
            if self._at_document_mark():
                return []
            while self.peek() in _BLANK:
                if self.peek() == "\t" and self.column < indent:
                    problem = "found a tab character that violates indentation"
                    raise ScannerError("while scanning a plain scalar", start_mark, problem, self.get_mark())
                self.forward()
        if not breaks:
            return [blanks] if blanks else []
        return breaks[1:] or [" "]

    def scan_block_scalar_indicators(self, start_mark: Mark) -> tuple[bool | None, int | None]:
        """How a block scalar ends and how deep it is, where a tab or a comment follows right behind."""
        found = _INDICATORS.match(self.buffer, self.pointer)
        if found is None or (found.group(1) and found.group(3)):
            return super().scan_block_scalar_indicators(start_mark)
        self.forward(len(found.group()))
        chomping = found.group(1) or found.group(3)
        return chomping == "+" if chomping else None, int(found.group(2)) if found.group(2) else None

    def scan_block_scalar_ignored_line(self, start_mark: Mark) -> None:
        """The rest of the line on which a block scalar begins."""
        self._blanks()
        self._skip_comment()
        if self.peek() not in "\0\n":
            problem = f"expected a comment or a line break, but found {self.peek()!r}"
            raise ScannerError("while scanning a block scalar", start_mark, problem, self.get_mark())
        self.scan_line_break()

    def scan_line_break(self) -> str:
        """A line feed, which is the only break there is, or nothing."""
        if self.peek() != "\n":
            return ""
        self.forward()
        return "\n"

    def _blanks(self) -> str:
        length = 0
        while self.peek(length) in _BLANK:
            length += 1
        blanks = self.prefix(length)
        self.forward(length)
        return str(blanks)

    def _skip_comment(self) -> None:
        if self.peek() == "#":
            while self.peek() not in "\0\n":
                self.forward()

    def _at_document_mark(self) -> bool:
        return self.prefix(3) in ("---", "...") and self.peek(3) in _END
