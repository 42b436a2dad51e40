"""The references in a small XML part, found quickly; whatever is odd about it is left to the careful way."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PREFIX: Final = re.compile(
    rb"xmlns:([^\s=\"'<>]{1,64})\s*=\s*[\"'](?:"
    + b"|".join(re.escape(name.encode()) for name in _NAMESPACES)
    + rb")[\"']"
)
_REFERENCES: Final = tuple(etree.XPath("//@r:*", namespaces={"r": name}) for name in _NAMESPACES)


def surely_refers_to_nothing(data: bytes) -> bool:
    """Whether no attribute can be a reference: nothing carries a prefix of that namespace."""
    prefixes = set(_PREFIX.findall(data))
    return b"\0" not in data and b"<!" not in data[:200] and not any(data.count(one + b":") for one in prefixes)


def references_in(data: bytes) -> set[str] | None:
    """The relationship ids that a part uses; `None` when it is not plain XML, and `xml_stream` has to say why."""
    if b"<!DOCTYPE" in data or b"\0" in data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return {str(value) for path in _REFERENCES for value in _strings(path(root)) if value}


def _strings(found: object) -> list[object]:
    return found if isinstance(found, list) else []
