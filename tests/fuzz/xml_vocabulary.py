"""The names that the readers look for in XML, found in their own source, so that new code meets them at once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import outcomes

_NAMESPACE = re.compile(r"^(\w+) = f?\"\{+(.*?)\}+\"$", re.MULTILINE)
_TAG = re.compile(r"\{([A-Z][A-Z0-9_]*)\}(\w+)")
_ATTRIBUTE = re.compile(r"\.get\(\s*f?\"(?:\{[A-Z0-9_]+\})?(\w+)\"")
_VALUE = re.compile(r"\"([a-zA-Z][a-zA-Z0-9-]{1,24})\"")
_OFFICE: Final = "http://schemas.openxmlformats.org"
SPACES: Final = {
    "W": f"{_OFFICE}/wordprocessingml/2006/main",
    "P": f"{_OFFICE}/presentationml/2006/main",
    "S": f"{_OFFICE}/spreadsheetml/2006/main",
    "A": f"{_OFFICE}/drawingml/2006/main",
    "C": f"{_OFFICE}/drawingml/2006/chart",
    "R": f"{_OFFICE}/officeDocument/2006/relationships",
    "M": f"{_OFFICE}/officeDocument/2006/math",
    "MC": f"{_OFFICE}/markup-compatibility/2006",
    "DGM": f"{_OFFICE}/drawingml/2006/diagram",
    "PIC": f"{_OFFICE}/drawingml/2006/picture",
    "WP": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "WPS": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "WPG": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "CX": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "VML": "urn:schemas-microsoft-com:vml",
    "VML_OFFICE": "urn:schemas-microsoft-com:office:office",
    "A14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "P14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
}
"""Namespaces by the names that the readers give them."""
STRICT: Final = tuple(
    f"http://purl.oclc.org/ooxml/{family}/main"
    for family in ("wordprocessingml", "presentationml", "spreadsheetml", "drawingml")
)


@cache
def _sources() -> str:
    folder = Path(outcomes.__file__).parent / "artifacts"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))


@cache
def tags() -> tuple[str, ...]:
    """Element names in Clark notation."""
    found = {f"{{{SPACES[space]}}}{name}" for space, name in _TAG.findall(_sources()) if space in SPACES}
    return tuple(sorted(found))


@cache
def attributes() -> tuple[str, ...]:
    """Attribute names without a namespace."""
    return tuple(sorted(set(_ATTRIBUTE.findall(_sources()))))


@cache
def values() -> tuple[str, ...]:
    """Words that the readers compare values with."""
    return tuple(sorted(set(_VALUE.findall(_sources()))))
