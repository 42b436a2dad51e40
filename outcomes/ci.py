"""What other programs read out of a log: workflow commands, references in SARIF, cells of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from outcomes.text import shown, storable

if TYPE_CHECKING:
    from collections.abc import Mapping

SARIF_VERSION: Final = "2.1.0"
SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
TOOL_PAGE: Final = "https://pypi.org/project/outcome-engine/"
_DRIVE: Final = re.compile(r"[A-Za-z]:[/\\]")
_FORMULA: Final = frozenset("=+-@\t\r")


def github_command(command: str, message: str, properties: Mapping[str, object]) -> str:
    """One workflow command, which GitHub shows beside the lines of a change.

    Source: docs.github.com, "Workflow commands for GitHub Actions". Data escape `%`, CR and LF, properties `:` and `,`
    as well, so that nothing in a file can become a command of its own.
    """
    pairs = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {pairs}::{_data(message)}\n"


def _data(text: str) -> str:
    return shown(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")).replace("\t", " ")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_uri(file: str) -> str:
    """SARIF 3.4.3: a relative reference with slashes, or an absolute one for a file elsewhere."""
    path = quote(storable(file.replace("\\", "/")))
    if path.startswith("/"):
        return f"file://{path}"
    return f"file:///{path}" if _DRIVE.match(file) else path


def cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula (OWASP, CSV injection): such text gets an apostrophe in front."""
    if isinstance(value, str):
        text = shown(value)
        return f"'{text}" if text[:1] in _FORMULA else text
    return "" if value is None else value
