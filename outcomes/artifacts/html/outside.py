"""What a page would fetch, run or lead to if a browser showed it. Nothing of it is ever done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from outcomes.artifact import Flag
from outcomes.text import clip, count

if TYPE_CHECKING:
    from collections.abc import Iterator

_FETCHES = {
    "img": ("src", "srcset"), "iframe": ("src",), "frame": ("src",), "script": ("src",), "link": ("href",),
    "embed": ("src",), "object": ("data",), "video": ("src", "poster"), "audio": ("src",), "source": ("src", "srcset"),
    "track": ("src",), "input": ("src",), "base": ("href",), "image": ("href",), "use": ("href",),
}  # fmt: skip
_ELSEWHERE = ("http:", "https:", "//", "ftp:", "file:", "ws:", "wss:", "\\\\")
_STYLE_ADDRESS = re.compile(
    r"(?:url\(|@import)\s{0,9}[\"']?\s{0,9}((?:https?:|ftp:|file:)?//[^\s\"')]{1,200})", re.IGNORECASE
)
_MOST_FLAGS = 20


def outside_flags(root: etree._Element, name: str) -> Iterator[Flag]:
    """A `script` flag for all scripts together, and an `external-link` flag for each address, up to a limit."""
    scripts = sum(1 for _ in root.iter("script"))
    if scripts:
        detail = f"holds {count(scripts, 'script')}; none was run, so what scripts would show was not read"
        yield Flag("script", detail, locator=name)
    found = list(dict.fromkeys(_addresses(root)))
    for detail in found[:_MOST_FLAGS]:
        yield Flag("external-link", f"{detail}; nothing was fetched", locator=name)
    if len(found) > _MOST_FLAGS:
        yield Flag("external-link", f"and {len(found) - _MOST_FLAGS:,} more like these", locator=name)


def all_text(node: etree._Element) -> str:
    """The text of a node and of everything inside it."""
    return str(etree.tostring(node, encoding="unicode", method="text", with_tail=False))


def _addresses(root: etree._Element) -> Iterator[str]:
    for node in root.iter(etree.Element):
        tag = str(node.tag)
        for attribute in _FETCHES.get(tag, ()):
            address = str(node.get(attribute) or "").strip()
            if address.lower().startswith(_ELSEWHERE):
                yield f"{tag} {attribute} refers to {clip(address)}"
        style = all_text(node) if tag == "style" else str(node.get("style") or "")
        for address in _STYLE_ADDRESS.findall(style) if "//" in style else ():
            yield f"a style refers to {clip(address)}"
        if tag == "meta" and str(node.get("http-equiv") or "").lower() == "refresh":
            target = str(node.get("content") or "").partition("=")[2].strip()
            if target:
                yield f"the page sends its reader on to {clip(target)}"
