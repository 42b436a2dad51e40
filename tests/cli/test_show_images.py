"""`outcomes show --images`: pages as pictures, whole or not at all."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from outcomes.cli.pages import page_numbers
from outcomes.errors import UsageError
from outcomes.testing.documents import Docx, Pptx

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deck(here: Path) -> Path:
    """Three slides, the second hidden."""
    return Pptx().slide("One").slide("Two", hidden=True).slide("Three").save(here / "deck.pptx")


def names(folder: Path) -> list[str]:
    """Files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.render
def test_every_slide_that_is_shown_gets_a_picture_and_is_listed(deck: Path, here: Path) -> None:
    said = outcomes("show", deck.name, "--images", "out", COLUMNS="100")
    assert said.code == 0
    assert names(here / "out") == ["slide-01.png", "slide-03.png"]
    lines = [" ".join(line.split()) for line in said.lines]
    assert lines[lines.index("pictures") + 1 :] == [
        "slide 1 768 x 432 slide-01.png (448 tokens)",
        "slide 3 768 x 432 slide-03.png (448 tokens)",
    ]
    assert said.err.splitlines() == ["making pages of deck.pptx ...", "drawing 2 pages of deck.pptx ..."]


@pytest.mark.render
def test_the_pages_and_their_size_can_be_chosen_and_a_program_is_told_everything(here: Path) -> None:
    report = Docx().paragraph("One").save(here / "report.docx")
    said = outcomes("show", report.name, "--images", "out", "--pages", "1", "--long-edge", "100", "--json")
    (image,) = said.document["images"]
    data = (here / "out" / "page-01.png").read_bytes()
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.size == (image["width"], image["height"])
    assert image == {
        "file": "page-01.png",
        "locator": "p. 1",
        "number": 1,
        "width": 71,
        "height": 100,
        "tokens": 12,
        "size_bytes": len(data),
    }


@pytest.mark.render
def test_the_files_of_a_folder_are_drawn_together_each_in_a_folder_of_its_own(here: Path, deck: Path) -> None:
    (here / "work" / "deep").mkdir(parents=True)
    deck.rename(here / "work" / "deep" / "deck.pptx")
    Docx().paragraph("One").save(here / "work" / "report.docx")
    Docx().paragraph("Another").save(here / "work" / "deep" / "report.docx")
    (here / "work" / "notes.txt").write_text("x")
    said = outcomes("show", "work", "--images", "out")
    assert names(here / "out") == [
        "deep/deck.pptx/slide-01.png",
        "deep/deck.pptx/slide-03.png",
        "deep/report.docx/page-01.png",
        "report.docx/page-01.png",
    ]
    assert "left out: 'notes.txt' is not drawn: text has no pages; docx, pptx, xlsx and pdf have." in " ".join(
        said.err.split()
    )


@pytest.mark.render
@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("2", "error: slide 2 of deck.pptx is hidden, so that it is not drawn\n"),
        ("1,9", "error: deck.pptx has no slide 9; its slides are 1 to 3\n"),
    ],
)
def test_a_page_that_is_not_there_is_told_and_nothing_is_written(
    deck: Path, here: Path, pages: str, message: str
) -> None:
    said = outcomes("show", deck.name, "--images", "out", "--pages", pages)
    assert (said.code, said.out, said.err.splitlines(keepends=True)[-1]) == (2, "", message)
    assert not (here / "out").exists()


def test_without_libreoffice_it_says_what_installs_it(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = Docx().paragraph("Drawn by nobody before").save(here / "report.docx")
    said = outcomes("show", report.name, "--images", "out", "--json")
    assert (said.code, said.document["error"]["code"]) == (2, "renderer-missing")
    assert "`apt-get install --no-install-recommends libreoffice-writer" in said.document["error"]["message"]
    assert "`brew install --cask libreoffice`" in said.document["error"]["message"]
    assert not (here / "out").exists()


def test_what_has_no_pages_is_not_drawn(here: Path) -> None:
    said = outcomes("show", "note.md", "--images", "out")
    assert (said.code, said.err.splitlines()[-1]) == (
        2,
        "error: 'note.md' is not drawn: markdown has no pages; docx, pptx, xlsx and pdf have.",
    )
    assert not (here / "out").exists()


def test_how_pages_are_drawn_means_nothing_without_a_place_for_them() -> None:
    said = outcomes("show", "note.md", "--pages", "1")
    assert said.code == 2
    assert "say where to, with --images DIR" in said.err


def test_page_numbers_are_single_ones_and_ranges_each_once() -> None:
    assert page_numbers("3,1-2, 2 - 4") == (3, 1, 2, 4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "--pages takes numbers from 1 and ranges, as in 1,3-5; not ''"),
        ("0", "--pages takes numbers from 1 and ranges, as in 1,3-5; not '0'"),
        ("1,,2", "--pages takes numbers from 1 and ranges, as in 1,3-5; not '1,,2'"),
        ("-3", "--pages takes numbers from 1 and ranges, as in 1,3-5; not '-3'"),
        ("\u0661", "--pages takes numbers from 1 and ranges, as in 1,3-5; not '\u0661'"),
        ("5-3", "--pages: the range 5-3 runs backwards; write 3-5"),
        ("1-99999999", "--pages: the range 1-99999999 names more than 10,000 pages"),
    ],
)
def test_what_names_no_pages_is_refused_with_how_to_write_it(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        page_numbers(text)
    assert str(refused.value) == message
