"""Small pure functions on text: one way to fold it, one way to name it, one way to show it safely."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_SINGLE = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4`"), "'")
_DOUBLE = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"')
# Characters that a reader never sees: soft hyphen, zero width, direction marks and isolates, variation selectors, BOM,
# annotation anchors, shorthand and musical format controls.
_INVISIBLE_POINTS = (
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10),
    *range(0xFFF9, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0),
)  # fmt: skip
_INVISIBLE = frozenset(map(chr, _INVISIBLE_POINTS))
_DROP: dict[int, str] = dict.fromkeys(_INVISIBLE_POINTS, "")
_FOLD: dict[int, str] = {**_DASHES, **_SINGLE, **_DOUBLE, **_DROP}
_RAISED = re.compile("([0-9])(?=[\u2070\xb9\xb2\xb3\u2074-\u2079\u207a\u207b])")
_FRACTION = re.compile(
    "(?<=\\d)(?=[\xbc-\xbe\u2150-\u215e\u2189\u2460-\u249b])|(?<=[\xbc-\xbe\u2150-\u215e\u2189\u2460-\u249b])(?=\\d)"
)
_FORMS: dict[int, str] = dict.fromkeys((ord("-"), *_DASHES), "\u207b") | dict(
    zip(
        map(ord, "0123456789+=()ni"),
        "\u2070\xb9\xb2\xb3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207c\u207d\u207e\u207f\u2071",
        strict=True,
    )
)
_FORMLESS = re.compile(r"[\[\]]|[^\W\d_ni\xb2\xb3\xb9\u2070-\u207f]")
"""Letters that have no raised form that everybody knows, and brackets, which keep apart what is in them as it is."""
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_KINDS = bytes(
    0x77 if chr(point).isalnum() or point == 0x5F else 0x2D if chr(point) in "'-" else 0x20 for point in range(256)
)
"""ASCII as words see it: `w` is a part of one, `-` joins two into one, and all else lies between them."""
_LETTERS_PER_TOKEN = 3.4
_PRINTED = bytes(range(0x20, 0x7F))
_CHARACTERS = re.compile(r"[ -~]+")
_LONG_FOR_MARKS = 2_000
_MARKS = re.compile(".{1,30}", re.DOTALL)
_JOINER = "\u034f"
_SLUG_WORD = re.compile(r"[a-z0-9]+")
# Surrogates stand in file names that are not UTF-8, and no terminal takes them.
_CONTROL_POINTS = {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)} - {0x09, 0x0A}
# Anything that could move a cursor, change a colour, reverse a line or hide: shown as \x1b, \u202e ...
_ESCAPED = {
    point: f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
    for point in {*_CONTROL_POINTS, *_INVISIBLE_POINTS} - {0xAD, 0x200C, 0x200D, 0xFE0E, 0xFE0F}
}


def fold(text: str) -> str:
    """Fold the differences that a reader does not see: NFKC, white space, dashes, quotes, ligatures, soft hyphens.

    A number raised behind another stays apart from it (ten to the sixth is `10^6`, not `106`), and so does a fraction.
    Case is kept: a quote with other capitals is another quote.
    """
    if text.isascii():
        return squash(text.replace("`", "'"))
    apart = _FRACTION.sub(" ", _RAISED.sub(r"\1^", text))
    return _SPACE.sub(" ", _composed(apart.translate(_FOLD)).translate(_FOLD)).replace("\u2044", "/").strip()


def raised(text: str) -> str:
    """What is set above the line, in characters that stand there of themselves: `⁶` for `6`, `⁻³`, `¹,²`.

    One character for one. Text with letters that have no such form (`st`, `TM`) stays as it is, as it says the same on
    the line. Folded, both are alike, but for a number behind another.
    """
    return text if _FORMLESS.search(text) else text.translate(_FORMS)


def _composed(text: str) -> str:
    """NFKC in linear time: marks that follow each other without end are put in order thirty by thirty.

    Ordering takes the square of their number otherwise. The joiner between them is dropped by folding. See UAX #15,
    13.1, Stream-Safe Text Format.
    """
    if len(text) > _LONG_FOR_MARKS:
        text = _long_marks().sub(lambda run: _JOINER.join(_MARKS.findall(run.group())), text)
    return unicodedata.normalize("NFKC", text)


@cache
def _long_marks() -> re.Pattern[str]:
    """Runs of more marks than any script puts on one letter."""
    marks = [chr(point) for point in range(0x300, 0x20000) if unicodedata.combining(chr(point))]
    return re.compile(f"[{''.join(marks)}]{{31,}}")


def squash(text: str) -> str:
    """Collapse runs of white space to one space and trim."""
    if "  " not in text and text.isprintable():  # the only white space that can be printed is the space
        return text.strip(" ")
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words of a text, punctuation left out; `don't` and `year-end` are one word each."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """How many `words` a text has: in ASCII by their beginnings, which takes a tenth of the time."""
    kinds = b" " + text.encode().translate(_KINDS) if text.isascii() else b"--"
    if b"--" in kinds:  # two marks that each join a word end one where they stand together
        return len(words(text))
    return kinds.count(b" w") + kinds.count(b" -w")


def tokens(lines: Iterable[str]) -> int:
    """About how many tokens some lines cost a model; on the high side for English, fair for other scripts."""
    return int(sum(map(_cost, lines))) + 1


def _cost(line: str) -> float:
    if line.isascii():
        plain = len(line) if line.isprintable() else len(line) - len(line.encode().translate(None, _PRINTED))
    else:
        plain = sum(match.end() - match.start() for match in _CHARACTERS.finditer(line))
    return plain / _LETTERS_PER_TOKEN + (len(line) - plain) + 1


def slug(text: str, *, most_words: int = 5) -> str:
    """Lower-case ASCII words joined by hyphens: `Every slide has a title` -> `every-slide-has-a-title`."""
    found: list[str] = []
    for head in (text[: 16 * most_words], text):  # the first words of a long text are all that is wanted
        plain = head if head.isascii() else unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode()
        found = _SLUG_WORD.findall(plain.lower())
        if len(found) > most_words:
            break
    return "-".join(found[:most_words])


def invisible(text: str) -> frozenset[str]:
    """The characters in a text that have no picture of their own (zero width, direction marks, tags)."""
    return frozenset() if text.isascii() else _INVISIBLE.intersection(text)


def shown(text: str) -> str:
    r"""Make untrusted text safe to print: control, direction and invisible characters become visible escapes.

    Line feeds and tabs stay. `"\x1b[31mred"` becomes `"\\x1b[31mred"`.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_ESCAPED)


def storable(text: str) -> str:
    """Text that can be written as UTF-8: half surrogate pairs, as models and file names may hold, become U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clip(text: str, most: int = 80) -> str:
    """One line of at most `most` characters, cut at a word where possible, with an ellipsis when cut."""
    line = squash(text)
    if len(line) <= most:
        return line
    head = line[: most - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > most // 2 else head).rstrip() + "…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`" Did you mean 'x'?"` when a known name is close, otherwise the empty string."""
    close = get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


LONGEST_MESSAGE = 2_000
"""Characters of somebody else's exception that are passed on or kept."""


def said(error: BaseException, most: int = LONGEST_MESSAGE) -> str:
    """What was raised, type and message, in one line that can be kept, whatever the message is made of."""
    from traceback import format_exception_only

    return clip(storable("".join(format_exception_only(error))), most)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`count(1, "slide") == "1 slide"`, `count(2, "slide") == "2 slides"`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
