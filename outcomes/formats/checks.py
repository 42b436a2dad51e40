r"""The grammar of a check: `check: pptx.slides min=5 max=12`, `check: sections names=["Summary", "Risks"]`."""

from __future__ import annotations

import json
import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from outcomes.rubric import CheckCall
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.errors import RubricError

    Fail = Callable[[str, int], RubricError]
    """Makes the error from a message and an offset in the text."""

_PREFIX = re.compile(r"\s*([A-Za-z]+)\s*:\s*")
_NAME = re.compile(r"[^\s=]+(?!\S)")
_KEY = re.compile(r"([A-Za-z_]\w*)=")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false")
_QUOTES = "'`\u2018\u2019\u201c\u201d\u201e"
_HOW = 'write `check: name key=value`, for example `check: pptx.slides min=5` or `check: contains text="Net revenue"`'


def check_prefix(code: str, fail: Fail, offset: int = 0) -> int | None:
    """Where the call begins in a code span that is a check; `None` for any other code."""
    prefix = _PREFIX.match(code)
    if prefix is None:
        return None
    word = prefix.group(1).lower()
    if word == "check":
        return prefix.end()
    if get_close_matches(word, ["check"], cutoff=0.8):
        msg = f"{prefix.group(1)!r} is no check. Did you mean 'check'?"
        raise fail(msg, offset + prefix.start(1))
    return None


def read_check(call: str, fail: Fail, offset: int = 0) -> CheckCall:
    """A check's name and arguments, as the rubric wrote them; whether the check exists is asked later."""
    at = _skip(call, 0)
    name = _NAME.match(call, at)
    if name is None:
        found = clip(call, 40)
        msg = f"the check has no name, found {found!r}; {_HOW}"
        raise fail(msg, offset + at)
    args: dict[str, Any] = {}
    at = _skip(call, name.end())
    while at < len(call):
        key = _KEY.match(call, at)
        if key is None:
            raise fail(_no_key(call[at:]), offset + at)
        if key.group(1) in args:
            msg = f"argument {key.group(1)!r} is given twice"
            raise fail(msg, offset + at)
        args[key.group(1)], end = _value(call, key, fail, offset)
        at = _skip(call, end)
    return CheckCall(name=name.group(), args=args)


def simple(value: object) -> bool:
    """Whether a value can be an argument: text, a finite number, true, false, or a list of these."""
    if isinstance(value, list):
        return all(not isinstance(item, list) and simple(item) for item in value)
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))


def _skip(call: str, at: int) -> int:
    space = _SPACE.match(call, at)
    return space.end() if space else at


def _no_key(rest: str) -> str:
    word = rest.split(maxsplit=1)[0]
    return f"expected `key=value`, found {clip(word, 40)!r}; text with spaces stands in double quotes, = has no spaces"


def _value(call: str, key: re.Match[str], fail: Fail, offset: int) -> tuple[Any, int]:
    at = key.end()
    if call[at : at + 1] in ('"', "[", "{"):
        value, end = _json(call, key, fail, offset)
    else:
        value, end = _bare(call, key, fail, offset)
    if not simple(value):
        msg = f"argument {key.group(1)!r} must be text, a number, true, false or a list of these"
        raise fail(msg, offset + at)
    return value, end


def _json(call: str, key: re.Match[str], fail: Fail, offset: int) -> tuple[Any, int]:
    try:
        value, end = json.JSONDecoder().raw_decode(call, key.end())
    except json.JSONDecodeError as error:
        msg = f"argument {key.group(1)!r}: {_lower(error.msg)}; values are JSON or a single word"
        raise fail(msg, offset + min(error.pos, len(call) - 1)) from None
    except (ValueError, RecursionError):
        msg = f"argument {key.group(1)!r} is not a value that can be read; give text, a number or a short list"
        raise fail(msg, offset + key.end()) from None
    if call[end : end + 1].strip():
        msg = f"argument {key.group(1)!r}: leave a space after the value, found {clip(call[end:], 20)!r}"
        raise fail(msg, offset + end)
    return value, end


def _bare(call: str, key: re.Match[str], fail: Fail, offset: int) -> tuple[Any, int]:
    word = _WORD.match(call, key.end())
    if word is None or word.group()[0] in _QUOTES:
        found = f", found {clip(word.group(), 40)!r}" if word else ""
        how = f'text stands in straight double quotes: {key.group(1)}="..."'
        msg = f"argument {key.group(1)!r} needs a value{found}; {how}"
        raise fail(msg, offset + key.end())
    if not _LITERAL.fullmatch(word.group()):
        return word.group(), word.end()
    try:
        return json.loads(word.group()), word.end()
    except ValueError:
        msg = f"argument {key.group(1)!r}: the number is too long"
        raise fail(msg, offset + key.end()) from None


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
