"""Which of a run's four typefaces a character takes: the one for ASCII, high ANSI, East Asian or complex script."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ASCII, HANSI, EAST, COMPLEX = range(4)
"""The slots in the order in which fonts are kept."""

# [MS-OI29500] 2.1.88 (to ECMA-376 17.3.2.26) lists these ranges; everything else takes the high ANSI typeface, and
# the complex one is taken by whole runs only.
_ASCII_RANGES = "\u0000-\u007f\u0590-\u07bf\ufb1d-\ufdff\ufe70-\ufefe"
_EAST_RANGES: Final = (
    "\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u4dbf\u4e00-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef"
    "\U00010000-\U0010ffff"
)
_EAST_BY_HINT: Final = (
    "\u00a1\u00a4\u00a7\u00a8\u00aa\u00ad\u00af\u00b0-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00d7\u00f7"
    "\u02b0-\u03cf\u0400-\u04ff\u2000-\u2bff\ue000-\uf8ff\ufb00-\ufb1c"
)
_EAST_IN_CHINESE: Final = (
    "\u00e0\u00e1\u00e8-\u00ea\u00ec\u00ed\u00f2\u00f3\u00f9\u00fa\u00fc\u0101\u0113\u011b\u012b\u0144\u0148\u014d"
    "\u016b\u01ce\u01d0\u01d2\u01d4\u01d6\u01d8\u01da\u01dc\u0251\u0261\u1e00-\u1eff"
)


def stretches(text: str, *, hint: bool, chinese: bool) -> Iterator[tuple[int, int, int]]:
    """The slots of a text: `(slot, start, end)` in order, without gaps; `hint` is `w:hint="eastAsia"`."""
    for match in _pattern(hint, chinese).finditer(text):
        yield match.lastindex or 0, match.start(), match.end()


@lru_cache(maxsize=4)
def _pattern(hint: bool, chinese: bool) -> re.Pattern[str]:  # noqa: FBT001 - two halves of a cache key
    """Group 1 is high ANSI and group 2 East Asian, so that no group is ASCII."""
    east = _EAST_RANGES + (_EAST_BY_HINT if hint else "") + (_EAST_IN_CHINESE if hint and chinese else "")
    return re.compile(f"[{_ASCII_RANGES}]+|([^{_ASCII_RANGES}{east}]+)|([{east}]+)")
