"""Which fonts of office files are missing here, and what is drawn in their place."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from outcomes.system import is_file

_SECONDS: Final = 10
_CONFIGURATIONS: Final = (
    "/etc/fonts/fonts.conf",
    "/usr/local/etc/fonts/fonts.conf",
    "/opt/homebrew/etc/fonts/fonts.conf",
)

CUTS: Final = {"Calibri Light": ("Calibri", "Carlito")}
"""Fonts that are a cut of another, and about as wide: fontconfig alone would take any sans serif for them."""


class Usual(NamedTuple):
    """A font that office files commonly name."""

    same_widths: str
    """A free font whose letters are as wide, so that lines break where they should; empty where there is none."""
    package: str
    """Debian's package of that one, or of the nearest thing."""


USUAL: Final = {
    "Calibri": Usual("Carlito", "fonts-crosextra-carlito"),
    "Cambria": Usual("Caladea", "fonts-crosextra-caladea"),
    "Arial": Usual("Liberation Sans", "fonts-liberation"),
    "Times New Roman": Usual("Liberation Serif", "fonts-liberation"),
    "Courier New": Usual("Liberation Mono", "fonts-liberation"),
    "Symbol": Usual("OpenSymbol", "fonts-opensymbol"),
    "Aptos": Usual("", ""),
    "Calibri Light": Usual("Carlito", "fonts-crosextra-carlito"),
    "Georgia": Usual("", ""),
    "Segoe UI": Usual("", ""),
    "Tahoma": Usual("", ""),
    "Verdana": Usual("", ""),
}
"""What the themes and templates of the last decades name, in Office for Windows and for the Mac."""

COVERAGE: Final = {
    "Chinese": (":lang=zh-cn", "fonts-noto-cjk"),
    "Japanese": (":lang=ja", "fonts-noto-cjk"),
    "Korean": (":lang=ko", "fonts-noto-cjk"),
    "emoji": (":charset=1f600", "fonts-noto-color-emoji"),
}
"""Writing that most fonts lack: a fontconfig pattern, and Debian's package with letters for it."""


def write_configuration(folder: Path) -> dict[str, str]:
    """A fontconfig file that knows about `CUTS` and takes the rest from the system's own.

    What to add to the environment; nothing where the system's configuration is not where it usually is.
    """
    own = next(filter(is_file, map(Path, filter(None, (os.environ.get("FONTCONFIG_FILE"), *_CONFIGURATIONS)))), None)
    if own is None:
        return {}
    rules = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="append" binding="same">{"".join(f"<string>{other}</string>" for other in others)}'
        "</edit></match>\n"
        for name, others in CUTS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n{rules}<include>{escape(str(own))}</include>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)}


class Fonts(NamedTuple):
    """What fontconfig says."""

    replaced: dict[str, str]
    """Font -> the one that is drawn in its place, where that one is wider or narrower."""
    unwritable: tuple[str, ...]
    """What there are no letters for at all."""
    packages: tuple[str, ...]
    """Debian's packages that would help."""


def look() -> Fonts | None:
    """Ask fontconfig; `None` where it is not there to be asked."""
    if shutil.which("fc-match") is None or shutil.which("fc-list") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
        return _look(write_configuration(Path(name)))


def _look(configuration: dict[str, str]) -> Fonts:
    replaced: dict[str, str] = {}
    packages: list[str] = []
    for name, usual in USUAL.items():
        drawn = _ask(configuration, "fc-match", "-f", "%{family[0]}", name)
        if drawn not in (name, usual.same_widths):
            replaced[name] = drawn or "nothing"
            packages.append(usual.package)
    unwritable = [
        what for what, (pattern, _) in COVERAGE.items() if not _ask(configuration, "fc-list", pattern, "family")
    ]
    packages += [COVERAGE[what][1] for what in unwritable]
    return Fonts(replaced, tuple(unwritable), tuple(dict.fromkeys(filter(None, packages))))


def _ask(configuration: dict[str, str], *argv: str) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_DATA_HOME") if name in os.environ}
    environment = {"LANG": "C.UTF-8"} | kept | configuration
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, found on the PATH
            argv, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
