"""One small document of ours for each part of LibreOffice: whatever converts these works.

Flat OpenDocument text, so that nothing has to be packed.
"""

from __future__ import annotations

from typing import Final

PACKAGES: Final = {"writer": "libreoffice-writer", "impress": "libreoffice-impress", "calc": "libreoffice-calc"}
"""Debian's package for each part."""

_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns"
_MIME: Final = "application/vnd.oasis.opendocument"


def _flat(kind: str, body: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{_NAMESPACE}:{full}:1.0"' for name, full in _SPACES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="{_MIME}.{kind}"><office:body><office:{kind}>{body}</office:{kind}></office:body>'
        "</office:document>"
    ).encode()


_SPACES: Final = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}

CONTROLS: Final = {
    "writer": ("fodt", _flat("text", "<text:p>x</text:p>")),
    "impress": ("fodp", _flat("presentation", '<draw:page draw:name="x"/>')),
    "calc": (
        "fods",
        _flat(
            "spreadsheet",
            '<table:table table:name="x"><table:table-row><table:table-cell office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table>",
        ),
    ),
}
"""Part of LibreOffice -> (suffix, bytes)."""
