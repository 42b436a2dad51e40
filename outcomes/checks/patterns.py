"""Patterns that a rubric gives: matched in a time that is linear in the text, and refused where they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final, Protocol, cast

from pydantic import AfterValidator

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK_AROUND: Final = ("(?=", "(?!", "(?<=", "(?<!")
_LONGEST: Final = 2_000
_MOST_MEMORY: Final = 8 << 20
"""Bytes that one compiled pattern may take."""


class _Match(Protocol):
    def group(self) -> str:
        """What was matched."""


class _Compiled(Protocol):
    def finditer(self, text: str) -> Iterator[_Match]:
        """Matches from left to right, without overlaps."""

    def fullmatch(self, text: str) -> _Match | None:
        """The match of the whole text."""


@lru_cache(maxsize=256)
def compiled(pattern: str, *, ignore_case: bool = False) -> _Compiled:
    """A pattern of the RE2 library, which has no backtracking: `^` and `$` match at each line.

    Raise `ValueError` that says what is wrong with it.
    """
    try:
        import re2  # type: ignore[import-untyped]
    except ImportError:
        msg = "patterns need the package google-re2, which is not installed here: pip install google-re2"
        raise ValueError(msg) from None
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.max_mem = _MOST_MEMORY
    options.log_errors = False
    if len(pattern) > _LONGEST:
        msg = f"the pattern has {len(pattern):,} characters; at most {_LONGEST:,} are taken"
        raise ValueError(msg)
    try:
        return cast("_Compiled", re2.compile(f"(?m){pattern}", options))
    except re2.error as error:
        msg = f"the pattern cannot be used: {_reason(pattern, error)}"
        raise ValueError(msg) from None


def found(pattern: str, text: str, *, ignore_case: bool = False) -> Iterator[str]:
    """What the pattern matches in a text, from left to right, without overlaps."""
    for match in compiled(pattern, ignore_case=ignore_case).finditer(text):
        yield match.group()


def matches_all(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether the pattern matches the text from its beginning to its end."""
    return compiled(pattern, ignore_case=ignore_case).fullmatch(text) is not None


def _compiles(pattern: str) -> str:
    if not pattern:
        msg = "the pattern is empty; give what to look for"
        raise ValueError(msg)
    compiled(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A pattern as an argument of a check: one that cannot be used is refused with the rubric."""


def _reason(pattern: str, error: Exception) -> str:
    given = error.args[0] if error.args else ""
    said = given.decode("utf-8", "replace") if isinstance(given, bytes) else str(given)
    if any(mark in pattern for mark in _LOOK_AROUND):
        return f"{said} (lookahead and lookbehind are not supported: they cannot be matched in linear time)"
    if "invalid escape sequence: \\" in said and said[-1:].isdigit():
        return f"{said} (backreferences are not supported: they cannot be matched in linear time)"
    return said
