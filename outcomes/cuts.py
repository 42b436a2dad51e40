"""Where words can be cut out of a text so that they still say what it says there.

Not out of a number (`12` in `112`, `-12`, `1'012`, `3/4` or `12%`), not out of a word (`acceptable` in `unacceptable`),
and not from behind a "not". What is left out in the middle (`...`) must not hold one either.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

ELLIPSIS: Final = re.compile(r"[\[(] ?(?:\.{3}|\u2026) ?[\])]|\.{3}|\u2026")
"""How words are left out of a quote: `...`, `[...]`, `(…)`. No run of white space is looked through twice."""
_MINUS: Final = "-\u2212\u2013\u00b1\u25b2\u25b3"
"""What makes another number of the one behind it; Japanese accounts write triangles."""
_CURRENCY: Final = "$\u20ac\u00a3\u00a5"
_CURRENCY_CODE: Final = re.compile(r"[A-Z]{2,3}\$? ?\d")
_SEPARATORS: Final = ".,'/^:"
_RAISED: Final = re.compile(r"\^[+-]?\d")
_THOUSANDS: Final = re.compile(r"\d[,' ]\d{3}\Z")
"""The end of a number with groups of digits, which nobody raises to a power: a note's mark is what is raised there."""
_DIGITS: Final = re.compile(r"\d+")
_PREFIX: Final = re.compile(r"\b(?:un|non|in|dis|anti|de|not)-\Z", re.IGNORECASE)
_ALPHABETS_END: Final = "\u2e80"
"""From here on scripts are written without spaces, and a word begins anywhere."""
_DENIED: Final = re.compile(
    r"(?:\b(?:not|never|cannot|no|without|nicht|nie|niemals|kein\w{0,2}|ohne)|n't)(?: \|)? \Z|[不未没沒無无非]\Z",
    re.IGNORECASE,
)
_LONGEST_DENIAL: Final = 14
_NEGATION: Final = re.compile(
    r"\b(?:not|no|non|none|nor|neither|never|nobody|nothing|nowhere|without|cannot|fails? to|failed to|\w+n't|hardly|"
    r"barely|rarely|scarcely|seldom|unless|except|refus\w+|declin\w+|reject\w+|den(?:y|ie[sd])|avoid\w*|false|"
    r"nicht|nichts|kein\w{0,2}|nie|niemals|ohne|weder|kaum|abgelehnt|ne|pas|jamais|sans|aucune?|nunca|sin|"
    r"ning[uú]n\w{0,2}|jam[aá]s|tampoco|senza|mai|né|niet|geen|nooit|zonder|n[aã]o|nem|sem|inte|ikke|utan|uden|bez|"
    r"не|нет|без|никогда)\b|[不没沒未無无]|ませ|ない|なか",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|[。！？]")  # noqa: RUF001 - other scripts end sentences otherwise


def find_in_order(parts: Sequence[str], text: str, starts: Container[int] = ()) -> list[int] | None:
    """Where the parts begin, if all of them stand in the text one after the other, with no "not" left out.

    `starts` are where pieces of the text begin that a reader sees apart from each other: words can begin there.
    """
    found = [find_part(text, parts[0], 0, starts)]
    for before, part in pairwise(parts):
        if found[-1] < 0:
            return None
        end = found[-1] + len(before)
        found.append(find_part(text, part, end, starts))
        if found[-1] >= 0 and _turns_it_round(text[end : found[-1]]):
            return None
    return found if found[-1] >= 0 else None


def find_part(text: str, part: str, begin: int, starts: Container[int] = ()) -> int:
    """Where a part stands in a text, cut out as it may be, from `begin` on; -1 when nowhere. Both are folded."""
    at = text.find(part, begin)
    while at >= 0:
        if at in starts or not _cut_at_begin(text, at):
            if not _cut_at_end(text, at + len(part)):
                return at
        elif text[at].isdigit() and text[at - 1].isdigit():  # nowhere within this number
            run = _DIGITS.match(text, at)
            at = run.end() - 1 if run else at
        at = text.find(part, at + 1)
    return -1


def _cut_at_begin(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    if _in_number(text, at) or _in_word(text, at):
        return True
    if text[at - 1] == "-" and _PREFIX.search(text, max(at - _LONGEST_DENIAL, 0), at):
        return True
    return _DENIED.search(text, max(at - _LONGEST_DENIAL, 0), at) is not None


def _cut_at_end(text: str, end: int) -> bool:
    if not 0 < end < len(text):
        return False
    if text[end - 1].isdigit() and _RAISED.match(text, end):
        return _THOUSANDS.search(text, max(end - 5, 0), end) is None
    if _in_number(text, end) or _in_word(text, end):
        return True
    if not text[end - 1].isdigit():
        return False
    return text[end] in "%\u2030" or (text[end].isalpha() and text[end] < _ALPHABETS_END)


def _in_word(text: str, at: int) -> bool:
    """Whether a position lies between two letters, or within `n't`."""
    before, after = text[at - 1], text[at]
    if _is_letter(before) and _is_letter(after):
        return True
    return text[at - 1 : at + 2].lower() == "n't" or text[max(at - 2, 0) : at + 1].lower() == "n't"


def _is_letter(character: str) -> bool:
    if character >= _ALPHABETS_END:
        return False
    return character.isalpha() or (character > "\x7f" and category(character).startswith("M"))


def _in_number(text: str, at: int) -> bool:
    """Whether a position lies between two digits, at a separator between two, behind a sign, or at a currency's own."""
    before, after = text[at - 1], text[at]
    begins = at == 1 or not text[at - 2].isalnum()  # `10-12` is a range, and `e-12` a name
    if before.isdigit():
        return after.isdigit() or (after in _SEPARATORS and text[at + 1 : at + 2].isdigit())
    if after.isdigit():
        if before in _SEPARATORS:
            return (at > 1 and text[at - 2].isdigit()) or (before in ".," and (at == 1 or text[at - 2] in " (-+"))
        return before in _MINUS and begins
    if before in _MINUS and begins:
        if after == "." and text[at + 1 : at + 2].isdigit():
            return True
        return after in _CURRENCY or _CURRENCY_CODE.match(text, at) is not None
    return after in _CURRENCY and before.isalpha()


def _turns_it_round(left_out: str) -> bool:
    """Whether words that were left out of a sentence say the contrary of what is left of it.

    Whole sentences may say what they like. A dot may end an abbreviation: so both what goes on with the words before
    and what leads up to the words behind is looked at.
    """
    ends = list(_SENTENCE_END.finditer(left_out))
    if not ends:
        return _NEGATION.search(left_out) is not None
    return any(map(_NEGATION.search, (left_out[: ends[0].start()], left_out[ends[-1].end() :])))
