"""Every hostile file and folder leads to what it must, in little time and memory, and keeps every reader's promises."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fuzz.odd import CANARY, CANARY_PATH
from tests.fuzz.process import Worker
from tests.hostile import books, decks, documents, pages, pdfs, pictures, plain, zips
from tests.hostile.folders import FOLDERS, Folder
from tests.hostile.waiting import WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.hostile.building import Hostile

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on time and memory need a POSIX system")

MODULES = (zips, documents, decks, books, pages, plain, pictures, pdfs)
FILES = {f"{module.__name__.rpartition('.')[2]}/{one.name}": one for module in MODULES for one in module.FILES}


def leads_to(demand: str, code: str, flags: Sequence[str]) -> bool:
    """Whether an outcome is one of `ok`, `ok+flag:X`, `error:CODE`, `error:*`, joined by bars."""
    for choice in demand.split("|"):
        if choice.startswith("error:"):
            if code not in ("ok", "raised", "died") and choice in (f"error:{code}", "error:*"):
                return True
        elif code == "ok" and set(re.findall(r"flag:([\w-]+)", choice)) <= set(flags):
            return True
    return False


def _case(name: str, *, slow: bool) -> Any:
    marks = [pytest.mark.slow] if slow else []
    if name in WAITING:
        marks.append(pytest.mark.xfail(reason=WAITING[name], strict=True))
    return pytest.param(name, marks=marks, id=name)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    Path(CANARY_PATH).write_text(CANARY, encoding="ascii")
    with Worker("text") as alive:  # one file is read by what it holds, whatever it is called here
        yield alive


@pytest.mark.parametrize("name", [_case(name, slow=one.slow) for name, one in FILES.items()])
def test_a_hostile_file_leads_to_what_it_must(name: str, worker: Worker, tmp_path: Path) -> None:
    hostile: Hostile = FILES[name]
    path = tmp_path / "file"
    path.write_bytes(hostile.build())
    told = worker.read((hostile.file, path))

    assert _kept(told, hostile.must_lead_to) == []


@pytest.mark.parametrize("name", [_case(f"folders/{one.name}", slow=False) for one in FOLDERS])
def test_a_hostile_folder_leads_to_what_it_must(name: str, tmp_path: Path) -> None:
    folder: Folder = next(one for one in FOLDERS if name.endswith(f"/{one.name}"))
    root = tmp_path / "work"
    root.mkdir()
    folder.lay(root)
    with Worker("laid") as worker:
        told = worker.read(("work", root))

    assert _kept(told, folder.must_lead_to) == []


def _kept(told: dict[str, Any], demand: str) -> list[str]:
    """What is wrong, in words."""
    wrong = [f"{promise} @ {where}: {detail[-1500:]}" for promise, where, detail in told["broken"]]
    if not leads_to(demand, told["code"], told.get("flags", ())):
        wrong.append(f"must lead to {demand}; led to {told['code']} {told.get('flags')}")
    return wrong


def test_no_two_hostile_files_have_one_name() -> None:
    names = [one.file for module in MODULES for one in module.FILES]

    assert len(names) > 40
    assert len(FILES) == len(names)


@pytest.mark.parametrize(
    ("demand", "code", "flags", "met"),
    [
        ("ok", "ok", ["macros"], True),
        ("ok+flag:macros", "ok", ["macros", "x"], True),
        ("ok+flag:macros", "ok", [], False),
        ("error:dtd", "dtd", [], True),
        ("error:dtd", "ok", [], False),
        ("ok|error:*", "bad-xml", [], True),
        ("ok|error:*", "raised", [], False),
        ("ok|error:*", "died", [], False),
    ],
)
def test_the_words_of_a_demand_are_understood(demand: str, code: str, flags: list[str], *, met: bool) -> None:
    assert leads_to(demand, code, flags) is met
