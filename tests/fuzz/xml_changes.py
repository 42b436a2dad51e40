"""Changes to an XML part: its tree taken apart and put together wrongly, and its bytes spoilt."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from tests.fuzz import xml_vocabulary
from tests.fuzz.odd import CANARY_PATH, COLOURS, ENEMY, NUMBERS, TEXTS, odd_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Element = etree._Element
_MOST_BYTES: Final = 4_000_000
"""A part that has grown beyond this is left as it is, so that inputs stay small enough to be read by the thousand."""
_DEPTHS: Final = (2, 20, 49, 51, 120, 255, 1000)
_TIMES: Final = (1, 2, 10, 300)


def changed(part: bytes, chance: Random) -> bytes:
    """The part with a few changes to its tree and, now and then, one to its bytes."""
    if chance.randrange(8) == 0:
        return chance.choice(SPOILINGS)(part, chance)
    try:
        root = etree.fromstring(part, xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return chance.choice(SPOILINGS)(part, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6, 15))):
        chance.choice(CHANGES)(root, chance)
    try:
        made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    except (etree.SerialisationError, UnicodeError):
        return part
    return made if len(made) <= _MOST_BYTES else part


def xml_parser() -> etree.XMLParser:
    """Takes whatever has been made so far, and still opens nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


# -- picking -------------------------------------------------------------------------------------------------------


def _elements(root: Element) -> list[Element]:
    return list(root.iter("*"))


def _any(root: Element, chance: Random) -> Element:
    return chance.choice(_elements(root))


def _inner(root: Element, chance: Random) -> tuple[Element, Element] | None:
    """An element that is not the root, and its parent."""
    inner = _elements(root)[1:]
    if not inner:
        return None
    node = chance.choice(inner)
    parent = node.getparent()
    return None if parent is None else (node, parent)


def _with_attributes(root: Element, chance: Random) -> Element | None:
    holders = [node for node in _elements(root) if node.attrib]
    return chance.choice(holders) if holders else None


def _size(node: Element) -> int:
    return sum(1 for _ in node.iter())


def _attributes(node: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _set(node: Element, name: str, value: str) -> None:
    try:
        node.set(name, value)
    except ValueError:  # what XML cannot hold
        node.set(name, "?")


# -- elements ------------------------------------------------------------------------------------------------------


def drop(root: Element, chance: Random) -> None:
    if found := _inner(root, chance):
        found[1].remove(found[0])


def double(root: Element, chance: Random) -> None:
    if found := _inner(root, chance):
        node, parent = found
        times = chance.choice(_TIMES)
        if _size(node) * times < 20_000:
            at = parent.index(node)
            for _ in range(times):
                parent.insert(at, deepcopy(node))


def move(root: Element, chance: Random) -> None:
    if found := _inner(root, chance):
        node, goal = found[0], _any(root, chance)
        if node is not goal and node not in list(goal.iterancestors()):
            goal.insert(chance.randrange(len(goal) + 1), node)


def copy_elsewhere(root: Element, chance: Random) -> None:
    node, goal = _any(root, chance), _any(root, chance)
    if _size(node) < 2_000:
        goal.insert(chance.randrange(len(goal) + 1), deepcopy(node))


def shuffle_children(root: Element, chance: Random) -> None:
    node = _any(root, chance)
    children = list(node)
    chance.shuffle(children)
    node[:] = children


def nest(root: Element, chance: Random) -> None:
    """Wrap an element in copies of itself or of its parent."""
    if found := _inner(root, chance):
        node, parent = found
        tags = chance.choice(([node.tag], [parent.tag], [node.tag, parent.tag]))
        at = parent.index(node)
        outer = inner = etree.Element(tags[0], _attributes(node))
        for depth in range(chance.choice(_DEPTHS)):
            inner = etree.SubElement(inner, tags[depth % len(tags)], _attributes(node))
        parent.remove(node)
        inner.append(node)
        parent.insert(at, outer)


def nest_whole(root: Element, chance: Random) -> None:
    """Put copies of an element inside itself, each with all that it holds."""
    node = _any(root, chance)
    for _ in range(chance.choice((1, 3, 6))):
        if _size(node) < 5_000:
            chance.choice(_elements(node)).append(deepcopy(node))


def unwrap(root: Element, chance: Random) -> None:
    if found := _inner(root, chance):
        node, parent = found
        at = parent.index(node)
        parent[at : at + 1] = list(node)


def empty(root: Element, chance: Random) -> None:
    node = _any(root, chance)
    for child in list(node):
        node.remove(child)


def rename(root: Element, chance: Random) -> None:
    node = _any(root, chance)
    node.tag = chance.choice(xml_vocabulary.tags()) if chance.randrange(3) == 0 else _any(root, chance).tag


def rename_all(root: Element, chance: Random) -> None:
    old, new = _any(root, chance).tag, _any(root, chance).tag
    for node in _elements(root):
        if node.tag == old:
            node.tag = new


def swap_namespace(root: Element, chance: Random) -> None:
    node = _any(root, chance)
    spaces = (*xml_vocabulary.SPACES.values(), *xml_vocabulary.STRICT, "x", "")
    space, name = chance.choice(spaces), etree.QName(node).localname
    node.tag = f"{{{space}}}{name}" if space else name


def insert_known(root: Element, chance: Random) -> None:
    """Add an element that the readers look for, with attributes that they look for."""
    goal = _any(root, chance)
    node = etree.Element(chance.choice(xml_vocabulary.tags()))
    for _ in range(chance.randrange(4)):
        name = chance.choice(xml_vocabulary.attributes())
        space = etree.QName(node).namespace or ""
        _set(node, chance.choice((name, f"{{{space}}}{name}")), _value(chance))
    if chance.randrange(2):
        _set_text(node, chance.choice(TEXTS))
    goal.insert(chance.randrange(len(goal) + 1), node)


# -- attributes ----------------------------------------------------------------------------------------------------


def _value(chance: Random) -> str:
    return chance.choice(xml_vocabulary.values()) if chance.randrange(3) == 0 else odd_value(chance)


def set_value(root: Element, chance: Random) -> None:
    node = _with_attributes(root, chance)
    if node is not None:
        _set(node, str(chance.choice(list(node.attrib))), _value(chance))


def set_number(root: Element, chance: Random) -> None:
    """An extreme number where a number stands."""
    pairs = [(node, name, value) for node in _elements(root) for name, value in _attributes(node).items()]
    places = [(node, name) for node, name, value in pairs if value.lstrip("-").isdecimal()]
    if places:
        node, name = chance.choice(places)
        _set(node, name, chance.choice(NUMBERS))


def set_numbers_alike(root: Element, chance: Random) -> None:
    """The same extreme number in every attribute of one name."""
    node = _with_attributes(root, chance)
    if node is not None:
        name, value = str(chance.choice(list(node.attrib))), chance.choice(NUMBERS)
        for other in _elements(root):
            if name in other.attrib:
                _set(other, name, value)


def set_colour(root: Element, chance: Random) -> None:
    node = _with_attributes(root, chance)
    if node is not None:
        _set(node, str(chance.choice(list(node.attrib))), chance.choice(COLOURS))


def drop_attribute(root: Element, chance: Random) -> None:
    node = _with_attributes(root, chance)
    if node is not None:
        del node.attrib[chance.choice(list(node.attrib))]


def add_attribute(root: Element, chance: Random) -> None:
    node = _any(root, chance)
    name = chance.choice(xml_vocabulary.attributes())
    space = etree.QName(node).namespace
    _set(node, f"{{{space}}}{name}" if space and chance.randrange(2) else name, _value(chance))


def borrow_value(root: Element, chance: Random) -> None:
    """A value from another attribute of the same document: ids that point to themselves, to each other, to no one."""
    node, lender = _with_attributes(root, chance), _with_attributes(root, chance)
    if node is not None and lender is not None:
        _set(node, str(chance.choice(list(node.attrib))), str(chance.choice(list(lender.attrib.values()))))


def make_loop(root: Element, chance: Random) -> None:
    """Each element of a name refers to the next one's id, the last to the first's: chains become rings."""
    node = _with_attributes(root, chance)
    if node is None:
        return
    ring = [other for other in _elements(root) if other.tag == node.tag and other.attrib][:200]
    for one, following in zip(ring, ring[1:] + ring[:1], strict=True):
        ids = [str(value) for key, value in following.attrib.items() if str(key).lower().endswith("id")]
        inner = next((child for child in one.iter() if child is not one and child.attrib), None)
        if ids and inner is not None:
            _set(inner, str(next(iter(inner.attrib))), ids[0])


# -- text ----------------------------------------------------------------------------------------------------------


def _set_text(node: Element, text: str) -> None:
    try:
        node.text = text
    except ValueError:
        node.text = "?"


def set_text(root: Element, chance: Random) -> None:
    holders = [node for node in _elements(root) if node.text] or _elements(root)
    _set_text(chance.choice(holders), chance.choice(chance.choice((TEXTS, NUMBERS))))


def set_texts_alike(root: Element, chance: Random) -> None:
    text, tag = chance.choice(TEXTS)[:200], _any(root, chance).tag
    for node in _elements(root):
        if node.tag == tag:
            _set_text(node, text)


def set_tail(root: Element, chance: Random) -> None:
    if found := _inner(root, chance):
        found[0].tail = chance.choice(TEXTS)


CHANGES: Final[tuple[Callable[[Element, Random], None], ...]] = (
    drop, double, move, copy_elsewhere, shuffle_children, nest, nest_whole, unwrap, empty, rename, rename_all,
    swap_namespace, insert_known, insert_known, set_value, set_value, set_number, set_number, set_numbers_alike,
    set_colour, drop_attribute, add_attribute, borrow_value, make_loop, set_text, set_texts_alike, set_tail,
)  # fmt: skip


# -- bytes ---------------------------------------------------------------------------------------------------------

_LAUGHS: Final = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10 if level > 1 else b"&a;" * 10) for level in range(1, 10)
) + b"]>"  # fmt: skip
_DOCTYPES: Final = (
    _LAUGHS,
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file://%s">]>' % CANARY_PATH.encode(),
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "%s/a">]>' % ENEMY.encode(),
    b'<!DOCTYPE x [<!ENTITY %% a SYSTEM "%s/a.dtd">%%a;]>' % ENEMY.encode(),
    b'<!DOCTYPE x SYSTEM "%s/x.dtd">' % ENEMY.encode(),
    b'<!DOCTYPE x PUBLIC "-//W3C//DTD" "file://%s">' % CANARY_PATH.encode(),
    b"<!DOCTYPE x>",
)
_INSERTIONS: Final = (
    b"&a;", b"&a9;", b"&#0;", b"&#xD800;", b"&#xFFFF;", b"&#x110000;", b"&nope;", b"&", b"<", b">", b"\x00", b"\x08",
    b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"<![CDATA[", b"]]>", b"<![CDATA[x]]>", b"<!-- x -->", b"<!--", b"<?pi?>",
    b"<?xml version='1.0'?>", b"<x:y/>", b"</x>", b"<x", b"<x a='1' a='2'/>", b'"', b"<x xmlns=''/>",
    b"<x xmlns:xml='x'/>", b"<!-- " + b"x" * 100_000 + b" -->", b"<?x " + b"y" * 100_000 + b"?>", b"&#32;" * 10_000,
    b"<a " + b" ".join(b'a%d="1"' % number for number in range(5_000)) + b"/>", b"<" + b"n" * 60_000 + b"/>",
    b"<x>" * 300, b"<x/>" * 30_000, b"\xe2\x80\xae",
)  # fmt: skip
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "utf-7", "cp500", "utf-8-sig")
_STATED: Final = (b"UTF-16", b"UTF-7", b"ISO-8859-1", b"EBCDIC-CP-US", b"x", b"", b"UTF-32", b"Shift_JIS")


def with_doctype(part: bytes, chance: Random) -> bytes:
    start = part.find(b"?>") + 2 if part.startswith(b"<?xml") else 0
    padding = b" " * chance.choice((0, 0, 5_000))
    inside = part[start:].replace(b">", b">&a;", chance.choice((0, 3)))
    return part[:start] + padding + chance.choice(_DOCTYPES) + inside


def with_insertion(part: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(part) + 1)
    return part[:at] + chance.choice(_INSERTIONS) + part[at:]


def re_encoded(part: bytes, chance: Random) -> bytes:
    text = part.decode("utf-8", "replace")
    stated = chance.choice(_STATED).decode()
    text = text.replace("UTF-8", stated, 1) if chance.randrange(2) else text
    return text.encode(chance.choice(_ENCODINGS), "replace")


def mislabelled(part: bytes, chance: Random) -> bytes:
    return part.replace(b"UTF-8", chance.choice(_STATED), 1)


def cut(part: bytes, chance: Random) -> bytes:
    return part[: chance.randrange(len(part) + 1)]


def flipped(part: bytes, chance: Random) -> bytes:
    if not part:
        return part
    made = bytearray(part)
    for _ in range(chance.choice((1, 3, 20))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


SPOILINGS: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    with_doctype, with_insertion, with_insertion, re_encoded, mislabelled, cut, flipped,
)  # fmt: skip
