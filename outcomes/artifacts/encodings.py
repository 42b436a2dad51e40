"""Text that is not UTF-8: whether all of its bytes make sense as one of the two encodings that are still common."""

from __future__ import annotations

import re
from typing import NamedTuple

_MOST = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_FOREIGN = re.compile(
    "[^\x00-\x7f\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\u2010-\u2027\u00d7\u203b\u2190-\u21ff\u25a0-\u25ff]"
)
_WESTERN = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00fe\u0152\u0153\u0160\u0161\u017d\u017e]")
# Not the last letter of all, which is the byte 0xFF: that is seldom meant.
_WESTERN_SIGNS = re.compile("[\u00a0-\u00bf\u00d7\u00f7\u0192\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122\u02c6\u02dc]")
_LEAST_JAPANESE = 0.6
_MOST_WESTERN = 0.3


class Guess(NamedTuple):
    """An encoding by its name for people and for Python."""

    name: str
    codec: str


SHIFT_JIS = Guess("Shift-JIS", "cp932")
WINDOWS_1252 = Guess("Windows-1252", "cp1252")


def guessed_encoding(data: bytes) -> Guess | None:
    """The encoding in which every byte makes sense; `None` where neither does, or the text is too long to try."""
    if len(data) > _MOST or _CONTROL.search(data):
        return None
    if _is_japanese(data):
        return SHIFT_JIS
    return WINDOWS_1252 if _is_western(data) else None


def _is_japanese(data: bytes) -> bool:
    """Most of what is not ASCII is kana and ideographs, and nothing is from elsewhere."""
    try:
        text = data.decode(SHIFT_JIS.codec)
    except UnicodeDecodeError:
        return False
    outside = sum(not sign.isascii() for sign in text)
    return len(_JAPANESE.findall(text)) >= _LEAST_JAPANESE * outside > 0 and not _FOREIGN.search(text)


def _is_western(data: bytes) -> bool:
    """Letters with accents are few among plain ones, and stand beside them."""
    try:
        text = data.decode(WINDOWS_1252.codec)
    except UnicodeDecodeError:
        return False
    outside = [sign for sign in text if not sign.isascii()]
    if len(outside) > _MOST_WESTERN * len(text):
        return False
    return all(_WESTERN.match(sign) or _WESTERN_SIGNS.match(sign) for sign in outside)
