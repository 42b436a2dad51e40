"""A LibreOffice profile for one batch, in which documents run nothing, follow nothing and fetch nothing."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_SCRIPTING: Final = "/org.openoffice.Office.Common/Security/Scripting"

SETTINGS: Final[dict[tuple[str, str], str]] = {
    # Pictures, sections and templates of a document that lies in no trusted place are not loaded from elsewhere, be it
    # an address or a file of this machine.
    (_SCRIPTING, "BlockUntrustedRefererLinks"): "true",
    (_SCRIPTING, "DisableActiveContent"): "true",
    (_SCRIPTING, "DisableMacrosExecution"): "true",
    (_SCRIPTING, "MacroSecurityLevel"): "3",
    (_SCRIPTING, "OfficeBasic"): "0",
    (_SCRIPTING, "ExecutePlugins"): "false",
    (_SCRIPTING, "DisablePythonRuntime"): "true",
    (_SCRIPTING, "CheckDocumentEvents"): "true",
    ("/org.openoffice.Office.Common/Misc", "MacroRecorderMode"): "false",
    ("/org.openoffice.Office.Common/Misc", "CrashReport"): "false",
    ("/org.openoffice.Office.Common/Load", "UpdateDocMode"): "0",
    # "Never" is 0 for Writer and 1 for Calc.
    ("/org.openoffice.Office.Writer/Content/Update", "Link"): "0",
    ("/org.openoffice.Office.WriterWeb/Content/Update", "Link"): "0",
    ("/org.openoffice.Office.Calc/Content/Update", "Link"): "1",
    # A stored result is shown, not calculated again: WEBSERVICE() and the like are functions too.
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "1",
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode"): "1",
    ("/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled"): (
        "false"
    ),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType"): "0",
}
"""(path, property) -> value. A property that a version does not know is passed over by it."""

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Lay the profile out in a new folder, which is then what `-env:UserInstallation` names."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(_item(path, name, value) for (path, name), value in SETTINGS.items())
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")
    # Java is asked for by nothing that is drawn here; without this file LibreOffice would look for one.
    (user / "config").mkdir()
    (user / "config" / f"javasettings_{platform.system()}_{platform.machine().upper()}.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<java xmlns="http://openoffice.org/2004/java/framework/1.0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><enabled xsi:nil="false">false</enabled></java>\n',
        encoding="utf-8",
    )


def _item(path: str, name: str, value: str) -> str:
    kind = "xs:boolean" if value in ("true", "false") else "xs:int"
    prop = f'<prop oor:name="{name}" oor:type="{kind}" oor:op="fuse"><value>{value}</value></prop>'
    return f'<item oor:path="{path}">{prop}</item>\n'
