"""What the doctor finds: tried, and each missing piece with what it costs and how to get it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from outcomes.render import fonts
from outcomes.render.health import conditions
from outcomes.render.office import Office

from .support import fake_office

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.health import Condition


def libreoffice(office: Office) -> Condition:
    (found,) = (condition for condition in conditions(office) if condition.name == "libreoffice")
    return found


def test_the_conditions_are_these() -> None:
    names = [condition.name for condition in conditions(Office())]
    assert names == ["libreoffice", "rasteriser", "network", "fonts"]


def test_a_libreoffice_that_works_is_told_with_its_place(tmp_path: Path) -> None:
    found = libreoffice(fake_office(tmp_path, "true"))
    assert (found.ok, found.install) == (True, "")
    assert found.found == f"no version said at {tmp_path}/soffice; writer, impress and calc convert"


def test_a_part_that_does_not_work_is_told_with_what_installs_it(tmp_path: Path) -> None:
    found = libreoffice(fake_office(tmp_path, 'case $name in *.fodt) cp "$PDF" "$to";; esac', plain=False))
    assert (found.ok, found.install) == (
        False,
        "apt-get install --no-install-recommends libreoffice-impress libreoffice-calc",
    )
    assert found.found.endswith("; impress and calc convert nothing")
    assert "page images" in found.lost


def test_no_libreoffice_at_all_is_told_with_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = libreoffice(Office())
    assert (found.ok, found.found) == (False, "LibreOffice (soffice) is not on the PATH.")
    assert "libreoffice-writer libreoffice-impress libreoffice-calc" in found.install


def fake_fontconfig(folder: Path, match: str, listed: str) -> None:
    """Programs that answer as told: the font drawn in place of any, and the fonts that have any letters."""
    for name, said in (("fc-match", match), ("fc-list", listed)):
        (folder / name).write_text(f"#!/bin/sh\nprintf '%s' '{said}'\n")
        (folder / name).chmod(0o755)


def test_fonts_that_are_replaced_by_wider_or_narrower_ones_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_fontconfig(tmp_path, "Carlito", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = fonts.look()
    assert found is not None
    assert {"Calibri", "Calibri Light"} & set(found.replaced) == set()
    assert found.replaced["Arial"] == "Carlito"
    assert found.unwritable == ("Chinese", "Japanese", "Korean", "emoji")
    assert found.packages == (
        "fonts-crosextra-caladea",
        "fonts-liberation",
        "fonts-opensymbol",
        "fonts-noto-cjk",
        "fonts-noto-color-emoji",
    )


def test_without_fontconfig_nothing_is_said_about_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fonts.look() is None


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")
def test_a_light_cut_is_drawn_in_the_font_that_it_is_a_cut_of(tmp_path: Path) -> None:
    configuration = fonts.write_configuration(tmp_path)
    carlito = fonts._ask(configuration, "fc-match", "-f", "%{family[0]}", "Calibri")
    assert fonts._ask(configuration, "fc-match", "-f", "%{family[0]}", "Calibri Light") == carlito
    assert fonts._ask(configuration, "fc-list") == fonts._ask({}, "fc-list")
