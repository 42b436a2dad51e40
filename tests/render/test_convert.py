"""Older kinds of files become ones that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RenderError
from outcomes.render.convert import OfficeConverter
from outcomes.render.office import Office, Source
from outcomes.testing.documents import Docx, Pptx

from .real import book
from .support import delivered, fake_office

if TYPE_CHECKING:
    from pathlib import Path

SUCCESSORS = {"doc": "docx", "odt": "docx", "rtf": "docx", "ppt": "pptx", "odp": "pptx", "xls": "xlsx", "ods": "xlsx"}


@pytest.fixture(scope="module")
def older() -> dict[str, bytes]:
    """A file of each older kind, saying `Revenue rose`; made by LibreOffice itself."""
    newer = {
        "docx": Docx(title="Report").heading("Summary").paragraph("Revenue rose").to_bytes(),
        "pptx": Pptx(title="Deck").slide("Summary", bullets=["Revenue rose"]).to_bytes(),
        "xlsx": book(),
    }
    made: dict[str, bytes] = {}
    for suffix, kind in SUCCESSORS.items():
        (found,) = Office().convert([Source("x", kind, newer[kind])], suffix)
        assert isinstance(found, bytes), found
        made[suffix] = found
    return made


@pytest.mark.slow
@pytest.mark.render
def test_every_older_kind_becomes_one_that_is_read_and_says_the_same(older: dict[str, bytes]) -> None:
    converter = OfficeConverter()
    found = converter.convert([(data, f"work.{suffix}", SUCCESSORS[suffix]) for suffix, data in older.items()])
    texts: dict[str, tuple[str, bool]] = {}
    for suffix, data in zip(older, found, strict=True):
        assert isinstance(data, bytes), data
        artifact = delivered(f"work.{SUCCESSORS[suffix]}", data)
        words = "row 149" if artifact.kind == "xlsx" else "Revenue rose"
        texts[suffix] = (artifact.kind, words in artifact.visible_text)
    assert texts == {suffix: (kind, True) for suffix, kind in SUCCESSORS.items()}


@pytest.mark.render
def test_one_file_is_converted_by_a_call() -> None:
    data = OfficeConverter()(b"{\\rtf1 Revenue rose}", "letter.rtf", "docx")
    assert delivered("letter.docx", data).visible_text == "Revenue rose"


@pytest.mark.parametrize(
    ("data", "name", "target"),
    [
        (b"<html>", "page.doc", "docx"),
        (b"{\\rtf1 x}", "letter.rtf", "pptx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked.docx", "docx"),
        (Docx().paragraph("x").to_bytes(), "new.docx", "docx"),
    ],
    ids=["html", "another target", "nothing known inside", "a new one"],
)
def test_what_is_no_older_file_of_that_kind_is_not_given_to_libreoffice(
    tmp_path: Path, data: bytes, name: str, target: str
) -> None:
    office = fake_office(tmp_path, f'touch "{tmp_path}/asked"')
    with pytest.raises(RenderError) as refused:
        OfficeConverter(office)(data, name, target)
    assert (refused.value.code, (tmp_path / "asked").exists()) == ("render-refused", False)
    assert refused.value.message == f"{name!r} is no file that LibreOffice is asked to make a {target} of."


def test_a_failure_is_the_renderers_own_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as failed:
        OfficeConverter(fake_office(tmp_path, "true"))(b"{\\rtf1 x}", "letter.rtf", "docx")
    assert failed.value.code == "render-failed"
