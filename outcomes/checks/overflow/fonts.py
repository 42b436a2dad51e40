"""Which font file stands for a typeface on this machine: its own, or one made to the same widths."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outcomes.checks.overflow.faces import measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from outcomes.checks.overflow.faces import MeasuredFace

SAME_WIDTHS: Final = {
    "calibri": "carlito",
    "calibri light": "carlito",
    "cambria": "caladea",
    "arial": "liberation sans",
    "helvetica": "liberation sans",
    "helvetica neue": "liberation sans",
    "arial narrow": "liberation sans narrow",
    "times new roman": "liberation serif",
    "times": "liberation serif",
    "courier new": "liberation mono",
    "courier": "liberation mono",
    "georgia": "gelasio",
    "segoe ui": "selawik",
}
"""Typefaces and the free ones with the same advance widths, in small letters.

Source: fontconfig's `30-metric-aliases.conf` and the free fonts' own statements."""
_SUFFIXES: Final = frozenset({".ttf", ".otf"})
_PLAIN_STYLES: Final = frozenset({"regular", "roman", "book", "normal", "bold", "italic"})
_MOST_FILES: Final = 5_000

Style = tuple[bool, bool]
"""Bold and italic."""
Installed = dict[str, dict[Style, Path]]
"""Font files by family in small letters, then by style."""


@lru_cache(maxsize=64)
def installed_face(family: str, *, bold: bool, italic: bool) -> MeasuredFace | None:
    """The typeface itself or one of the same widths, `None` when this machine has neither.

    Raise `ImportError` without Pillow.
    """
    path = find_file(_installed(), family, bold=bold, italic=italic)
    return measured(path) if path is not None else None


def find_file(installed: Mapping[str, Mapping[Style, Path]], family: str, *, bold: bool, italic: bool) -> Path | None:
    """The file of a typeface in this style; a missing italic is as wide as the upright, a missing bold is not."""
    name = family.casefold().strip()
    for wanted in (name, SAME_WIDTHS.get(name, "")):
        files = installed.get(wanted, {})
        path = files.get((bold, italic)) or files.get((bold, False))
        if path is not None:
            return path
    return None


@lru_cache(maxsize=1)
def _installed() -> Installed:
    found: Installed = {}
    for path in _font_files():
        named = _name(path)
        if named is not None:
            family, style = named
            found.setdefault(family, {}).setdefault(style, path)
    return found


def _name(path: Path) -> tuple[str, Style] | None:
    """Family and style that a font file gives itself; `None` for other weights and for what is no font."""
    from PIL import ImageFont

    try:
        family, style = ImageFont.truetype(str(path), 10, layout_engine=ImageFont.Layout.BASIC).getname()
    except (OSError, ValueError):
        return None
    words = set((style or "Regular").casefold().replace("oblique", "italic").split())
    if not family or not words <= _PLAIN_STYLES:
        return None
    return family.casefold(), ("bold" in words, "italic" in words)


def _font_files() -> Iterator[Path]:
    """At most `_MOST_FILES` font files of this machine, always in the same order."""
    number = 0
    for folder in _folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES:
                number += 1
                if number > _MOST_FILES:
                    return
                yield path


def _folders() -> list[Path]:
    """Where fonts are kept, by the conventions of the three systems."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", home)
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    return [*(Path(folder) / "fonts" for folder in shared), home / ".local/share/fonts", home / ".fonts"]
