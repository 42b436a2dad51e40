r"""Formulas (OMML) as one line of text: `x = (-b \pm \u221a(b^2 - 4ac))/(2a)`, with the symbols themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import M, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

_PAIRS = frozenset({"()", "[]", "{}"})
_OPENING = ("(", "[", "{", "|")
_MATRIX_ROWS = "; "
_INVISIBLE_OPERATORS = dict.fromkeys(range(0x2061, 0x2065), "")  # function application, times, separator, plus


def linear(node: etree._Element) -> str:
    """Write a formula, or any part of one, on a line."""
    return "".join(map(_one, node))


def _one(node: etree._Element) -> str:
    write = _WRITERS.get(node.tag)
    if write is not None:
        return write(node)
    return "" if node.tag.endswith("Pr") else linear(node)


def _part(node: etree._Element, name: str) -> str:
    child = node.find(f"{M}{name}")
    return "" if child is None else linear(child)


def _atom(node: etree._Element, name: str) -> str:
    """A part, in parentheses where it would otherwise read as belonging to its neighbours."""
    text = _part(node, name).strip()
    simple = text.isalpha() or text.isdecimal() or len(text) <= 1
    return text if simple or _bracketed(text) else f"({text})"


def _bracketed(text: str) -> bool:
    """Whether one pair of brackets encloses all of it: `(a+b)`, but not `(a)+(b)`."""
    if text[0] + text[-1] not in _PAIRS:
        return False
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            return at == len(text) - 1
    return False


def _property(node: etree._Element, name: str, default: str) -> str:
    """A character from the node's own properties; an empty one means none."""
    found = node.find(f"{M}{local(node.tag)}Pr/{M}{name}")
    return default if found is None else found.get(f"{M}val") or ""


def _run(node: etree._Element) -> str:
    text = "".join(child.text or "" for child in node if local(child.tag) == "t")
    return text.translate(_INVISIBLE_OPERATORS)


def _fraction(node: etree._Element) -> str:
    return f"{_atom(node, 'num')}/{_atom(node, 'den')}"


def _scripts(node: etree._Element) -> str:
    lower, upper = _atom(node, "sub"), _atom(node, "sup")
    return _atom(node, "e") + (f"_{lower}" if lower else "") + (f"^{upper}" if upper else "")


def _scripts_before(node: etree._Element) -> str:
    return f"_{_atom(node, 'sub')}^{_atom(node, 'sup')} {_atom(node, 'e')}"


def _root(node: etree._Element) -> str:
    degree = _part(node, "deg").strip()
    sign = {"": "\u221a", "2": "\u221a", "3": "\u221b", "4": "\u221c"}.get(degree, f"{degree}\u221a")
    return f"{sign}({_part(node, 'e').strip()})"


def _operator(node: etree._Element) -> str:
    sign = _property(node, "chr", "\u222b")
    lower, upper = _atom(node, "sub"), _atom(node, "sup")
    return sign + (f"_{lower}" if lower else "") + (f"^{upper}" if upper else "") + f" {_part(node, 'e')}"


def _delimited(node: etree._Element) -> str:
    inner = _property(node, "sepChr", "|").join(linear(child) for child in node.findall(f"{M}e"))
    return _property(node, "begChr", "(") + inner + _property(node, "endChr", ")")


def _function(node: etree._Element) -> str:
    argument = _part(node, "e").strip()
    return _part(node, "fName").strip() + (argument if argument.startswith(_OPENING) else f" {argument}")


def _matrix(node: etree._Element) -> str:
    rows = (", ".join(linear(cell) for cell in row.findall(f"{M}e")) for row in node.findall(f"{M}mr"))
    return f"[{_MATRIX_ROWS.join(rows)}]"


def _lines(node: etree._Element) -> str:
    return _MATRIX_ROWS.join(linear(line) for line in node.findall(f"{M}e"))


def _accent(node: etree._Element) -> str:
    return _atom(node, "e") + _property(node, "chr", "\u0302")


def _limit_below(node: etree._Element) -> str:
    return f"{_part(node, 'e')}_{_atom(node, 'lim')}"


def _limit_above(node: etree._Element) -> str:
    return f"{_part(node, 'e')}^{_atom(node, 'lim')}"


_WRITERS: dict[str, Callable[[etree._Element], str]] = {
    f"{M}r": _run,
    f"{M}f": _fraction,
    f"{M}sSub": _scripts,
    f"{M}sSup": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}sPre": _scripts_before,
    f"{M}rad": _root,
    f"{M}nary": _operator,
    f"{M}d": _delimited,
    f"{M}func": _function,
    f"{M}m": _matrix,
    f"{M}eqArr": _lines,
    f"{M}acc": _accent,
    f"{M}limLow": _limit_below,
    f"{M}limUpp": _limit_above,
}
