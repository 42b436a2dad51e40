"""SVG: a picture whose letters can be read. Nothing in it is run, fetched or drawn."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from outcomes.appearance import Image
from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.markup import alt_text_blocks, local
from outcomes.artifacts.single import check_size, one_file, truncation
from outcomes.artifacts.text import decode, text_artifact
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_LENGTH = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)(?:px)?\s*")
_UNSEEN_PLACES = frozenset({"defs", "symbol", "clipPath", "mask", "marker", "pattern", "metadata"})
_UNSEEN = {
    "display": frozenset({"none"}),
    "visibility": frozenset({"hidden", "collapse"}),
    "opacity": frozenset({"0", "0.0", "0%"}),
    "fill-opacity": frozenset({"0", "0.0", "0%"}),
}
_ELSEWHERE = ("http:", "https:", "//", "file:", "ftp:")
_MOST_FLAGS = 20
_HREF = "{http://www.w3.org/1999/xlink}href"


def read_svg(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a drawing: one picture, its title as alternative text, and each `text` element as a block inside it.

    What is no well-formed XML is read as plain text and flagged `malformed`.

    Raises:
        ArtifactError: `too-large`, or `dtd` for a file that declares entities.
    """
    check_size(data, name, limits)
    if b"<!ENTITY" in data:
        msg = f"{name!r} declares entities, which can pull in other files or grow without end."
        raise ArtifactError("dtd", msg, fix="Export it again without them.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        text, said = decode(data, name)
        flag = Flag("malformed", f"not well-formed XML ({clip(str(error))}); read as plain text", locator=name)
        return text_artifact("svg", data, name, text, (*said, flag), limits)
    texts = list(islice(_texts(root, name), limits.blocks + 1))
    flags = list(_outside(root, name))
    if len(texts) > limits.blocks:
        texts[limits.blocks :], flag = [], truncation(f"the first {count(limits.blocks, 'text')}", name)[1]
        flags.append(flag)
    title = _first(root, "title")
    image = Image("svg", _pixels(root.get("width")), _pixels(root.get("height")))
    block = Block("picture", name, alt=title, image=image, children=(*texts, *alt_text_blocks(name, title)))
    unit = Unit("file", 1, name, title or "", (block,))
    return one_file("svg", data, name, (unit,), (*flags, *hidden_text_flags(unit.walk())))


def _texts(root: etree._Element, name: str) -> Iterator[Block]:
    nodes = (node for node in root.iter(etree.Element) if local(node.tag) == "text")
    for number, node in enumerate(nodes, 1):
        text = squash("".join(str(piece) for piece in node.itertext()))
        hidden = any(map(_is_unseen, (node, *node.iterancestors())))
        if text:
            block = Block("span", f"{name} / text {number}", text)
            yield block._replace(visibility="hidden", reason="display-none") if hidden else block


def _is_unseen(node: etree._Element) -> bool:
    if local(node.tag) in _UNSEEN_PLACES:
        return True
    parts = (part.partition(":") for part in (node.get("style") or "").lower().split(";"))
    style = {key.strip(): value.strip() for key, _, value in parts}
    return any((style.get(key) or node.get(key) or "").strip() in values for key, values in _UNSEEN.items())


def _first(root: etree._Element, tag: str) -> str | None:
    node = next((node for node in root if local(node.tag) == tag), None)
    return None if node is None else squash("".join(str(piece) for piece in node.itertext())) or None


def _pixels(text: str | None) -> int | None:
    found = _LENGTH.fullmatch(text or "")
    return None if found is None else round(float(found[1]))


def _outside(root: etree._Element, name: str) -> Iterator[Flag]:
    """Scripts, and addresses that a browser would fetch."""
    scripts = sum(local(node.tag) == "script" for node in root.iter(etree.Element))
    if scripts:
        yield Flag("script", f"holds {count(scripts, 'script')}; none was run", locator=name)
    nodes = (node for node in root.iter(etree.Element) if local(node.tag) != "a")
    found = dict.fromkeys(
        address
        for node in nodes
        if (address := (node.get("href") or node.get(_HREF) or "").strip()).lower().startswith(_ELSEWHERE)
    )
    for address in islice(found, _MOST_FLAGS):
        yield Flag("external-link", f"refers to {clip(address)}; nothing was fetched", locator=name)
