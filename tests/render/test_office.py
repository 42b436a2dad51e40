"""LibreOffice is judged by what it leaves behind, however it behaves; here a shell script behaves for it."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RenderError
from outcomes.render.office import Office, Source, find_office
from tests.workers.support import Pulse

from .support import fake_office, source

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the fakes are shell scripts")

COPY = 'cp "$PDF" "$to"'


def codes(found: Sequence[bytes | RenderError]) -> list[str]:
    """`ok`, or an error's code."""
    return [item.code if isinstance(item, RenderError) else "ok" for item in found]


def test_every_file_of_a_batch_comes_out_of_one_process_whatever_it_is_called(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f'{COPY}; echo "$$ $name" >> "{tmp_path}/log"')
    found = office.convert([source("same.docx"), source("same.docx"), source("../../up.pptx")], "pdf")
    assert codes(found) == ["ok", "ok", "ok"]
    processes, names = zip(*(line.split() for line in (tmp_path / "log").read_text().splitlines()), strict=True)
    assert (len(set(processes)), names) == (1, ("0000.docx", "0001.docx", "0002.pptx"))


def test_a_file_that_cannot_be_loaded_costs_the_others_nothing_although_the_exit_code_is_0(tmp_path: Path) -> None:
    body = f'if grep -q bad "$file"; then echo "Error: source file could not be loaded" >&2; else {COPY}; fi'
    office = fake_office(tmp_path, body)
    found = office.convert([source("a.docx"), source("b.docx", b"bad"), source("c.docx")], "pdf")
    assert codes(found) == ["ok", "render-failed", "ok"]
    assert str(found[1]) == (
        "LibreOffice made nothing of 'b.docx': it ended with exit code 0 and said \"source file could not be loaded\"."
    )


def test_a_crash_in_the_middle_costs_only_the_file_that_caused_it(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f'echo "$name" >> "{tmp_path}/log"; grep -q bad "$file" && kill -SEGV $$; {COPY}')
    sources = [source(f"{number}.docx", b"bad" if number in (1, 3) else b"good") for number in range(6)]
    found = office.convert(sources, "pdf")
    assert codes(found) == ["ok", "render-failed", "ok", "render-failed", "ok", "ok"]
    assert str(found[1]).endswith("it was ended by SIGSEGV.")
    tried = (tmp_path / "log").read_text().split()
    assert len(tried) == 2 + 1 + 2 + 1 + 2, "a batch up to the crash, the bad one alone, and on with the rest"


def test_a_file_that_never_ends_is_given_up(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f'grep -q bad "$file" && exec sleep 60; {COPY}', seconds=1)
    begun = time.monotonic()
    (found,) = office.convert([source("b.docx", b"bad")], "pdf")
    assert time.monotonic() - begun < 30
    assert str(found) == "LibreOffice did not finish 'b.docx' within 1 s."
    assert codes([found]) == ["render-timeout"]


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    with contextlib.closing(Pulse(tmp_path)) as pulse:
        body = f'(exec 3>"{pulse.path}"; printf up >&3; sleep 60) & wait'
        assert codes(fake_office(tmp_path, body, seconds=2).convert([source("a.docx")], "pdf")) == ["render-timeout"]
        assert pulse.is_gone()


@pytest.mark.parametrize(
    "body",
    ["true", 'echo rubbish > "$to"', ': > "$to"', 'head -c 100 "$PDF" > "$to"', 'ln -s "$PDF" "$to"', 'mkdir "$to"'],
    ids=["nothing", "rubbish", "an empty file", "half a file", "a link", "a folder"],
)
def test_what_is_no_whole_pdf_is_nothing(tmp_path: Path, body: str) -> None:
    assert codes(fake_office(tmp_path, body).convert([source("a.docx")], "pdf")) == ["render-failed"]


def test_a_libreoffice_that_converts_nothing_at_all_says_nothing_about_the_file(tmp_path: Path) -> None:
    office = fake_office(tmp_path, "exit 77", plain=False)
    (found,) = office.convert([source("deck.pptx")], "pdf")
    assert isinstance(found, RenderError)
    assert (found.code, found.message) == (
        "renderer-missing",
        f"{tmp_path}/soffice does not convert even a plain impress document: it ended with exit code 77.",
    )
    assert "libreoffice-impress" in found.fix


def test_a_part_that_is_not_installed_costs_the_other_kinds_nothing(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f"case $name in *.pptx|*.fodp) ;; *) {COPY};; esac", plain=False)
    found = office.convert([source("a.docx"), source("b.pptx"), source("c.xlsx")], "pdf")
    assert codes(found) == ["ok", "renderer-missing", "ok"]
    assert office.working() == {"writer": True, "impress": False, "calc": True}


def test_a_program_that_cannot_be_run_is_no_renderer(tmp_path: Path) -> None:
    (tmp_path / "soffice").write_bytes(b"\x7fELF no program")
    (tmp_path / "soffice").chmod(0o755)
    assert codes(Office(tmp_path / "soffice").convert([source("a.docx")], "pdf")) == ["renderer-missing"]


def test_without_libreoffice_the_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError) as missing:
        Office().convert([source("a.docx")], "pdf")
    assert missing.value.code == "renderer-missing"
    assert "apt-get install" in missing.value.fix
    assert "brew install" in missing.value.fix


def test_it_is_found_on_the_path_under_either_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_office() is None
    (tmp_path / "libreoffice").write_text("#!/bin/sh\n")
    (tmp_path / "libreoffice").chmod(0o755)
    assert find_office() == tmp_path / "libreoffice"


def test_it_gets_a_small_environment_a_private_umask_and_a_folder_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    office = fake_office(tmp_path, f'{{ env; umask; pwd; }} > "{tmp_path}/log"; {COPY}')
    office.convert([source("a.docx")], "pdf")
    *variables, umask, folder = (tmp_path / "log").read_text().splitlines()
    environment = dict(line.partition("=")[::2] for line in variables)
    shells_own = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert set(environment) - shells_own <= {
        "PATH", "HOME", "TMPDIR", "LANG", "LC_CTYPE", "XDG_DATA_HOME", "SAL_USE_VCLPLUGIN", "FONTCONFIG_FILE"
    }  # fmt: skip
    assert (int(umask, 8), environment["HOME"], Path(folder).exists()) == (0o077, folder, False)


def test_the_folder_is_gone_also_after_a_file_that_never_ended(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f'pwd > "{tmp_path}/log"; exec sleep 60', seconds=1)
    office.convert([source("a.docx")], "pdf")
    assert not Path((tmp_path / "log").read_text().strip()).exists()


def test_the_profile_forbids_what_documents_might_try(tmp_path: Path) -> None:
    office = fake_office(tmp_path, f'cp profile/user/registrymodifications.xcu "{tmp_path}/log"; {COPY}')
    office.convert([source("a.docx")], "pdf")
    profile = (tmp_path / "log").read_text()
    wanted = {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    }
    found = {
        name: profile.partition(f'oor:name="{name}"')[2].partition("<value>")[2].partition("</value>")[0]
        for name in wanted
    }
    assert found == wanted


def test_only_office_files_can_be_given_to_it() -> None:
    with pytest.raises(KeyError):
        _ = Source("page.html", "html", b"").family
