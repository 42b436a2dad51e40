"""What drawing pages needs, and whether it is here: tried, not looked up in a list."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from outcomes.errors import RenderError
from outcomes.health import Condition
from outcomes.render import fonts, office, pdf
from outcomes.render.controls import PACKAGES
from outcomes.render.network import without_network

if TYPE_CHECKING:
    from outcomes.render.office import Office

_PAGES = "page images (`outcomes show --images`), the checks `pages` and `opens_in_libreoffice`"


def conditions(program: Office | None = None) -> tuple[Condition, ...]:
    """LibreOffice, the PDF library, a network that LibreOffice does not get, and fonts. Takes some seconds."""
    return _libreoffice(program or office.Office()), _rasteriser(), _network(), _fonts()


def _libreoffice(program: Office) -> Condition:
    lost = f"{_PAGES}, and converting doc, ppt, xls and OpenDocument files (`--convert`)"
    try:
        where, working = program.program, program.working()
    except RenderError as error:
        return Condition("libreoffice", ok=False, found=error.message, lost=lost, install=error.fix)
    found = f"{program.version() or 'no version said'} at {where}"
    broken = [part for part, works in working.items() if not works]
    if not broken:
        return Condition("libreoffice", ok=True, found=f"{found}; writer, impress and calc convert")
    packages = " ".join(PACKAGES[part] for part in broken)
    return Condition(
        "libreoffice",
        ok=False,
        found=f"{found}; {' and '.join(broken)} convert nothing",
        lost=lost,
        install=f"apt-get install --no-install-recommends {packages}",
    )


def _rasteriser() -> Condition:
    if pdf.library() is None:
        return Condition(
            "rasteriser", ok=False, found="pypdfium2 is not installed", lost=_PAGES, install=pdf.INSTALL_COMMAND
        )
    try:
        found = f"pypdfium2 {version('pypdfium2')}"
    except PackageNotFoundError:
        found = "pypdfium2"
    return Condition("rasteriser", ok=True, found=found)


def _network() -> Condition:
    prefix = without_network()
    if prefix:
        return Condition("network", ok=True, found=f"LibreOffice gets none ({' '.join(prefix[:-1])})")
    return Condition(
        "network",
        ok=False,
        found="the system does not let a program be started without one (unshare --net)",
        lost="the second wall around LibreOffice; its own settings still forbid documents to fetch anything",
    )


def _fonts() -> Condition:
    found = fonts.look()
    if found is None:
        return Condition("fonts", ok=True, found="cannot be looked at: fontconfig (fc-match) is not here")
    said = [f"{name} is drawn in {drawn}" for name, drawn in found.replaced.items()]
    said += [f"no letters for {what}" for what in found.unwritable]
    if not said:
        return Condition("fonts", ok=True, found="what office files commonly use is here, or has a stand-in as wide")
    return Condition(
        "fonts",
        ok=False,
        found="; ".join(said),
        lost="where these are used, lines and pages break elsewhere than in Office, and text may seem to overflow",
        install=f"apt-get install {' '.join(found.packages)}" if found.packages else "",
    )
