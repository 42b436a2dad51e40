"""The fuzzer notices what it is there to notice: each way in which a planted reader breaks its word is found."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.appearance import UNKNOWN_FONT, Box, TextRun
from outcomes.artifact import Artifact, Block, Unit
from outcomes.artifacts.image import image_kind
from outcomes.artifacts.single import one_file
from outcomes.errors import ArtifactError
from tests.fuzz import office_changes, xml_vocabulary, zip_changes
from tests.fuzz.campaign import keep, make_small, run
from tests.fuzz.kinds import KINDS, Input, built, input_number
from tests.fuzz.minimise import minimised
from tests.fuzz.odd import CANARY
from tests.fuzz.process import Worker
from tests.fuzz.promises import Broken, reading_of
from tests.fuzz.zip_writing import Archive, Entry, unzipped, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARTS = {"a.xml": b"<a><b x='1'/></a>", "b/c.xml": b"<c/>"}


def an_artifact(*blocks: Block, **fields: Any) -> Artifact:
    return replace(one_file("text", b"x", "a.txt", (Unit("file", 1, "a.txt", "", blocks),)), **fields)


def promises_broken(read: Callable[[], Artifact]) -> list[str]:
    return [one.promise for one in reading_of(read, thorough=True).broken]


SOUND = Block("paragraph", "a.txt:L1", "some words")


def test_a_sound_reading_breaks_nothing() -> None:
    assert promises_broken(lambda: an_artifact(SOUND)) == []


def test_a_refusal_by_name_breaks_nothing_and_says_its_code() -> None:
    def refuse() -> Artifact:
        raise ArtifactError("too-large", "too large.")

    found = reading_of(refuse, thorough=True)

    assert (found.code, found.broken) == ("too-large", ())


def test_any_other_exception_is_found_with_the_place_that_it_came_from() -> None:
    nowhere: dict[str, str] = {}

    def fail() -> Artifact:
        return an_artifact(SOUND._replace(locator=nowhere["at"]))

    (found,) = reading_of(fail, thorough=True).broken

    assert (found.promise, found.where) == ("raises", "KeyError test_harness.py:fail")


def test_two_readings_that_differ_are_found() -> None:
    numbers = count()

    assert promises_broken(lambda: an_artifact(SOUND._replace(text=f"{next(numbers)} words"))) == ["same each time"]


@pytest.mark.parametrize(
    ("blocks", "promise"),
    [
        ((SOUND, SOUND), "one locator, one block"),
        ((SOUND, SOUND._replace(locator="a.txt:L1\u200b")), "one locator, one block"),
        ((SOUND._replace(locator=""),), "every block has a locator"),
        ((SOUND._replace(runs=(TextRun(0, 4, UNKNOWN_FONT),)),), "runs cover the text"),
        ((SOUND._replace(runs=(TextRun(0, 6, UNKNOWN_FONT), TextRun(4, 10, UNKNOWN_FONT))),), "runs cover the text"),
        ((SOUND._replace(visibility="hidden"),), "what is unseen has a reason"),
        ((SOUND._replace(box=Box(0, 0, 1 << 70, 1)),), "numbers are finite and of a size"),
        ((SOUND._replace(text=CANARY),), "reads no other file"),
    ],
)
def test_blocks_that_are_not_as_promised_are_found(blocks: tuple[Block, ...], promise: str) -> None:
    assert promise in promises_broken(lambda: an_artifact(*blocks))


def test_numbers_that_are_none_are_found_and_so_is_what_cannot_be_written_down() -> None:
    font = UNKNOWN_FONT._replace(size_pt=float("nan"))

    found = promises_broken(lambda: an_artifact(SOUND._replace(runs=(TextRun(0, 10, font),))))

    assert {"numbers are finite and of a size", "can be written as JSON"} <= set(found)


def test_a_bookmark_that_leads_nowhere_is_found() -> None:
    found = promises_broken(lambda: an_artifact(SOUND, bookmarks={"top": "nowhere"}))

    assert found == ["a bookmark leads somewhere"]


# -- the worker ----------------------------------------------------------------------------------------------------


def test_a_worker_tells_what_came_of_an_input(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"# Title\n")
    with Worker("markdown") as worker:
        told, by_number = worker.read(("a.md", path)), worker.read(0)

    assert (told["code"], told["broken"], told["bytes"]) == ("ok", [], 8)
    assert by_number["bytes"] == len(input_number("markdown", 0).data)


@pytest.mark.parametrize(
    ("planted", "promise"),
    [
        ("while True: pass", "reads within the time"),
        ("import os; os.kill(os.getpid(), 11)", "the process lives"),
        ("import socket; socket.socket()", "reaches for nothing"),
        ("import subprocess; subprocess.run(['true'])", "reaches for nothing"),
        ("import pathlib; pathlib.Path('/tmp/outcomes-fuzz-written').write_text('x')", "reaches for nothing"),
        ("import pathlib; pathlib.Path('/etc/hostname').read_bytes()", "reaches for nothing"),
        ("x = bytearray(600_000_000)", "reads in little memory"),
    ],
)
def test_a_worker_finds_what_a_reader_may_not_do(planted: str, promise: str, tmp_path: Path) -> None:
    """The kind `planted` runs the input as a program, for this test alone."""
    path = tmp_path / "input"
    path.write_text(planted, encoding="utf-8")
    with Worker("planted", seconds=5.0) as worker:
        told = worker.read(("a.py", path))

    assert promise in [one[0] for one in told["broken"]], told


# -- inputs --------------------------------------------------------------------------------------------------------


def test_an_archive_is_written_so_that_it_opens_again_with_the_same_entries() -> None:
    archive = unzipped(zip_of(PARTS))

    assert archive is not None
    assert {entry.name.decode(): entry.data for entry in archive.entries} == PARTS
    assert archive.to_bytes() == zip_of(PARTS)


@pytest.mark.parametrize("change", zip_changes.CHANGES)
def test_every_change_to_an_archive_makes_another_one(change: Callable[[Archive, Random], None]) -> None:
    made = set()
    for number in range(12):
        archive = Archive([Entry(name.encode(), data * 20) for name, data in PARTS.items()])
        change(archive, Random(number))  # noqa: S311 - it has to come again
        made.add(archive.to_bytes())

    assert made - {zip_of(PARTS)}


def test_most_changed_documents_can_still_be_opened() -> None:
    """What is refused at the door teaches nothing about the rooms behind it."""
    seed = zip_of({"word/document.xml": b"<a><b><c/></b></a>", "_rels/.rels": b"<r/>"})
    changed = [office_changes.changed(seed, Random(number)) for number in range(200)]  # noqa: S311

    assert sum(unzipped(data) is not None for data in changed) > 140
    assert len(set(changed)) > 100


def test_the_words_of_the_readers_are_known() -> None:
    """They are found in the readers' source; names that have moved would leave the fuzzer without them."""
    assert len(xml_vocabulary.tags()) > 100
    assert len(xml_vocabulary.attributes()) > 40
    assert len(xml_vocabulary.values()) > 200


# -- campaigns -----------------------------------------------------------------------------------------------------


def test_a_campaign_reads_inputs_until_the_time_is_over_and_sums_them_up(tmp_path: Path) -> None:
    said: list[str] = []

    done = run("text", seconds=0.2, first=0, folder=tmp_path, say=said.append)

    assert done.inputs > 0
    assert sum(done.outcomes.values()) == done.inputs
    assert (done.findings, said, list(tmp_path.iterdir())) == ({}, [], [])


def test_a_text_is_made_small_while_it_fails() -> None:
    assert minimised(b"a" * 500 + b"XY" + b"b" * 500, lambda data: b"X" in data and b"Y" in data) == b"XY"


def test_an_archive_is_made_small_part_by_part_and_element_by_element() -> None:
    data = zip_of({**PARTS, "d.xml": b"<d><e><f/></e><bad y='1' z='2'/><g/></d>"})

    def fails(attempt: bytes) -> bool:
        archive = unzipped(attempt)
        return archive is not None and any(b"<bad" in entry.data and b"y=" in entry.data for entry in archive.entries)

    small = unzipped(minimised(data, fails))

    assert small is not None
    assert [(entry.name, entry.data) for entry in small.entries] == [(b"d.xml", b'<d><bad y="1"/></d>')]


def test_a_kept_finding_is_a_file_and_what_it_breaks(tmp_path: Path) -> None:
    made = Input("a.md", b"planted")
    path = keep(tmp_path, "markdown", 7, made, Broken("raises", "here", "detail"))

    assert path.read_bytes() == b"planted"
    assert '"signature": "raises @ here"' in path.with_name(f"{path.name}.json").read_text(encoding="utf-8")


def test_a_kept_finding_is_made_small_in_place(tmp_path: Path) -> None:
    program = b"unused = 1\n" * 30 + b"raise KeyError(1)\n" + b"unused = 2\n" * 30
    path = keep(tmp_path, "planted", None, Input("a.py", program), Broken("raises", "KeyError <string>:<module>", ""))

    before, after = make_small(path, seconds=60)

    assert (before, after) == (len(program), len(path.read_bytes()))
    assert b"raise KeyError" in path.read_bytes()
    assert after < 40


def test_every_kind_of_file_that_is_read_is_fuzzed() -> None:
    from outcomes.wiring import READERS

    images = {"png", "jpeg", "gif", "webp", "bmp", "tiff", "avif", "heic", "emf", "wmf"}
    assert {*READERS} - images == {*KINDS} - {"image", "folder"}
    assert {image_kind(seed.data) for seed in built("image")} == images
