"""Changes to bytes and to lines and tokens of a text; each kind of file brings the tokens that mean something in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_MOST_BYTES: Final = 400_000
_MOST_TEXT: Final = (15_000,) * 9 + (_MOST_BYTES,)
"""How long a text may become: mostly short, so that thousands are read in a minute."""
_BYTES: Final = (0x00, 0x01, 0x0A, 0x0D, 0x1A, 0x1B, 0x20, 0x22, 0x27, 0x3C, 0x7F, 0x80, 0xC0, 0xE9, 0xFE, 0xFF)
_TIMES: Final = (2, 2, 2, 3, 3, 5, 10, 10, 49, 51, 100, 300, 20_000)
_PIECES: Final = re.compile(rb"[A-Za-z]+|\d+|\s+|[^A-Za-z\d\s]")
_NUMBERS: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_ODD_NUMBERS: Final = (
    b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"2147483648", b"-2147483649", b"4294967296", b"1e309",
    b"99999999999999999999", b"NaN", b"0.0000000001", b"9" * 400, b"9" * 5000, b"-0", b"1e-400",
)  # fmt: skip
_ODD_BYTES: Final = (
    b"\x00", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xf3\xa0\x81\x81", b"\xed\xa0\x80", b"\r",
    b"\r\n", b"\xe2\x80\xa8", b"\xc2\x85", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\x0c", b"\x0b", b"\x1c",
    b"\xcc\x81" * 30, b"\t" * 50,
)  # fmt: skip
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "latin-1", "cp500")


def _bounds(data: bytes, chance: Random) -> tuple[int, int]:
    """A stretch, mostly a short one."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 5, 20, 100, 1_000, len(data))))


def flip(data: bytes, chance: Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20)) if made else 0):
        at = chance.randrange(len(made))
        made[at] = chance.choice((made[at] ^ (1 << chance.randrange(8)), chance.choice(_BYTES)))
    return bytes(made)


def cut_end(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def cut_out(data: bytes, chance: Random) -> bytes:
    start, end = _bounds(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: Random) -> bytes:
    start, end = _bounds(data, chance)
    times = max(1, min(chance.choice(_TIMES), _MOST_BYTES // max(1, end - start)))
    return data[:start] + data[start:end] * times + data[end:]


def move(data: bytes, chance: Random) -> bytes:
    start, end = _bounds(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def insert(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_ODD_BYTES) + data[at:]


def set_number(data: bytes, chance: Random) -> bytes:
    found = list(_NUMBERS.finditer(data))
    if not found:
        return data
    place = chance.choice(found)
    return data[: place.start()] + chance.choice(_ODD_NUMBERS) + data[place.end() :]


def set_numbers(data: bytes, chance: Random) -> bytes:
    """One odd number in the place of every occurrence of one number."""
    found = _NUMBERS.findall(data)
    if not found:
        return data
    old = chance.choice(found)
    new = chance.choice(_ODD_NUMBERS)
    return re.sub(rb"(?<![\d.])%s(?![\d.])" % re.escape(old), lambda _: new, data)


def swap_pieces(data: bytes, chance: Random) -> bytes:
    pieces = _PIECES.findall(data)
    if len(pieces) < 2:
        return data
    for _ in range(chance.choice((1, 3, 20))):
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def shuffle_lines(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    at = chance.randrange(len(lines))
    return b"".join([*lines[at:], *lines[:at]]) if chance.randrange(2) else b"".join(sorted(lines))


def re_encode(data: bytes, chance: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def other_line_ends(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", b"\xe2\x80\xa8", b"", b" ")))


CHANGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    flip, cut_end, cut_out, repeat, repeat, move, insert, set_number, set_numbers, swap_pieces, shuffle_lines,
)  # fmt: skip
TEXT_CHANGES: Final = (*CHANGES, re_encode, other_line_ends)


def changed(data: bytes, chance: Random) -> bytes:
    """The bytes with one to a few changes."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(CHANGES)(data, chance)[:_MOST_BYTES]
    return data


def text_changed(data: bytes, chance: Random, tokens: Sequence[bytes]) -> bytes:
    """The text with one to some changes, half of them by tokens that mean something in its language."""
    most = max(len(data), chance.choice(_MOST_TEXT))
    for _ in range(chance.choice((1, 1, 2, 4, 10, 30))):
        if chance.randrange(2):
            data = _with_tokens(data, chance, tokens, most)[:most]
        else:
            data = chance.choice(TEXT_CHANGES)(data, chance)[:most]
    return data


def _with_tokens(data: bytes, chance: Random, tokens: Sequence[bytes], most: int) -> bytes:
    """Tokens put in, once or many times, together with others."""
    at = chance.randrange(len(data) + 1)
    times = chance.choice((1, 1, 1, 2, 5, *_TIMES))
    phrase = b"".join(chance.choice(tokens) for _ in range(chance.choice((1, 1, 2, 3, 6))))
    return data[:at] + phrase * max(1, min(times, most // max(1, len(phrase)))) + data[at:]
