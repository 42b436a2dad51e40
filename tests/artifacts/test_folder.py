"""A folder is all of its files, each under its own path; one bad file does not spoil the others."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.docx.reader import read_docx
from outcomes.artifacts.folder import read_folder
from outcomes.artifacts.single import one_file
from outcomes.artifacts.sniff import sniff
from outcomes.artifacts.text import read_text
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.wiring import read_bytes
from tests.artifacts.ooxml_files import docx
from tests.artifacts.pdf_building import by_hand, said
from tests.artifacts.test_image import png


def read(data: bytes, name: str) -> Artifact:
    return read_docx(data, name) if sniff(data, name) == "docx" else read_text(data, name)


def folder(*entries: tuple[str, bytes], **limits: int) -> Artifact:
    return read_folder(entries, "delivery", read, replace(DEFAULT_LIMITS, **limits))


def refusal(*entries: tuple[str, bytes], **limits: int) -> str:
    with pytest.raises(ArtifactError) as caught:
        folder(*entries, **limits)
    return caught.value.code


def entry(path: str, data: bytes) -> FileEntry:
    return FileEntry(path, sha256(data).hexdigest(), len(data))


def test_files_are_read_in_the_order_of_their_paths() -> None:
    artifact = folder(("z.txt", b"last"), ("notes/a.md", b"first"))

    assert artifact.kind == "folder"
    assert artifact.name == "delivery"
    assert artifact.files == (entry("notes/a.md", b"first"), entry("z.txt", b"last"))
    assert artifact.units == (
        Unit("file", 1, "notes/a.md", blocks=(Block("paragraph", "notes/a.md:L1", "first"),)),
        Unit("file", 2, "z.txt", blocks=(Block("paragraph", "z.txt:L1", "last"),)),
    )
    assert (artifact.flags, artifact.facts) == ((), {"files": 2, "unreadable_files": 0})


def test_locators_of_documents_are_led_by_their_path() -> None:
    artifact = folder(("out/report.docx", docx("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>")), ("a.txt", b"x"))

    assert [(unit.number, unit.kind, unit.locator) for unit in artifact.units] == [
        (1, "file", "a.txt"),
        (2, "section", "out/report.docx / section 1"),
        (3, "margin", "out/report.docx / margins"),
    ]
    assert artifact.find("Hello").locator == "out/report.docx / ¶1"


def test_children_flags_and_anchors_are_led_by_the_path_too() -> None:
    def nested(data: bytes, name: str) -> Artifact:
        comment = Block("comment", "comment 0", "why", target="¶1")
        link = Block("span", "¶1 / link 1", name="x", target="#top")
        blocks = (Block("paragraph", "¶1", "x", children=(link,)), comment)
        flags = (Flag("truncated", "d", locator="¶1"), Flag("macros", "d"))
        return one_file("docx", data, name, (Unit("section", 1, "section 1", blocks=blocks),), flags)

    artifact = read_folder([("a.docx", b"1")], "delivery", nested)

    assert artifact.units[0].blocks == (
        Block(
            "paragraph",
            "a.docx / ¶1",
            "x",
            children=(Block("span", "a.docx / ¶1 / link 1", name="x", target="#top"),),
        ),
        Block("comment", "a.docx / comment 0", "why", target="a.docx / ¶1"),
    )
    assert [flag.locator for flag in artifact.flags] == ["a.docx / ¶1", "a.docx"]


def test_a_damaged_file_and_a_file_without_a_reader_stand_in_their_place() -> None:
    artifact = folder(("a.txt", b"fine"), ("b.docx", b"plain"), ("c.bin", bytes(64)))

    message = "'b.docx' is named like a Word document but is plain text."
    fix = "Deliver a real .docx file, or give this one the extension it deserves."
    assert artifact.units[1:] == (
        Unit("file", 2, "b.docx", blocks=(Block("unreadable", "b.docx", f"[unreadable: {message}]", name="b.docx"),)),
        Unit("file", 3, "c.bin", blocks=(Block("object", "c.bin", "[not read: 64 bytes]", name="c.bin"),)),
    )
    assert artifact.flags == (
        Flag("unreadable", f"not-ooxml: {message} {fix}", locator="b.docx"),
        Flag("not-read", "'c.bin' is a binary file, which is not read.", locator="c.bin", severity="info"),
    )
    assert artifact.facts == {"files": 3, "unreadable_files": 2}


def test_when_nothing_can_be_read_the_first_error_is_raised() -> None:
    assert refusal(("b.bin", bytes(64)), ("a.docx", b"")) == "empty-file"


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../b", "a//b", "./a", "", "a/", "a\\b", "a\0b"])
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    assert refusal((path, b"x")) == "not-a-regular-file"


def test_empty_doubled_and_oversized_folders_are_refused() -> None:
    assert refusal() == "nothing-delivered"
    assert refusal(("a.txt", b"x"), ("a.txt", b"y")) == "duplicate-part"
    assert refusal(("a.txt", b"x"), ("b.txt", b"y"), files=1) == "too-many-parts"
    assert refusal(("a.txt", b"xx"), ("b.txt", b"yy"), file_bytes=3) == "too-large"


def test_the_limit_on_blocks_is_one_for_all_files() -> None:
    artifact = folder(("a.txt", b"1\n\n2"), ("b.txt", b"3"), blocks=2)

    assert [[block.kind for block in unit.blocks] for unit in artifact.units] == [
        ["paragraph", "paragraph"],
        ["unreadable"],
    ]
    assert artifact.flags == (
        Flag(
            "unreadable",
            "too-large: 'b.txt' was left out: the files before it hold 2 blocks; the limit is 2.",
            locator="b.txt",
        ),
    )


def test_the_content_hash_follows_the_members_content_and_not_the_packaging() -> None:
    def blind(data: bytes, name: str) -> Artifact:
        return one_file("docx", data, name, (), content_sha256=data[:1].hex())

    one, other, third = (
        read_folder([("a.docx", data)], "delivery", blind) for data in (b"x at noon", b"x at one", b"y at noon")
    )

    assert one.sha256 != other.sha256
    assert one.content_sha256 == other.content_sha256 != third.content_sha256


PATH = st.text("ab/", min_size=1, max_size=5).filter(lambda path: all(path.split("/")))


@given(st.dictionaries(PATH, st.text("xy \n", min_size=1, max_size=9), min_size=1, max_size=5), st.randoms())
def test_the_order_of_delivery_makes_no_difference(files: dict[str, str], random: object) -> None:
    entries = [(path, text.encode()) for path, text in files.items()]
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert folder(*shuffled) == folder(*entries)
    for path, text in files.items():
        words = [
            word
            for unit in folder(*entries).units
            if unit.locator == path
            for b in unit.walk()
            for word in b.text.split()
        ]
        assert words == text.split()


def test_files_and_the_places_in_them_are_bookmarks_as_links_name_them() -> None:
    files = (("a.md", b"# One\n\nSee [two](sub/b.md#two).\n"), ("sub/b.md", b"## Two\n"))
    artifact = read_folder(files, "delivery", read_bytes)

    assert artifact.bookmarks == {
        "a.md": "a.md",
        "a.md#one": "a.md:L1",
        "sub/b.md": "sub/b.md",
        "sub/b.md#two": "sub/b.md:L1",
    }


def test_a_file_of_several_parts_is_a_bookmark_for_the_first_of_them() -> None:
    artifact = read_folder(
        (("a.docx", docx("<w:p><w:r><w:t>Title</w:t></w:r></w:p>")), ("b.txt", b"x")), "delivery", read_bytes
    )

    assert artifact.bookmarks["a.docx"] == artifact.units[0].locator
    assert artifact.unit_of(artifact.bookmarks["a.docx"]) is artifact.units[0]


def test_pages_of_a_pdf_in_a_folder_are_led_by_its_path() -> None:
    artifact = read_folder((("a.pdf", by_hand(said(b"Hello"))), ("b.txt", b"x")), "delivery", read_bytes)

    assert artifact.find("Hello").locator == "a.pdf / p. 1 / ¶1"


def test_a_path_that_is_no_text_is_refused() -> None:
    with pytest.raises(ArtifactError, match="not a name that text can hold") as caught:
        folder(("a.txt", b"x"), ("\ud800.md", b"y"))

    assert caught.value.code == "bad-name"


def test_a_file_that_is_called_like_a_place_in_another_one_is_told_apart_from_it() -> None:
    artifact = folder(("a.txt", b"one"), ("a.txt:L1", b"two"))

    assert [(block.locator, block.text) for block in artifact.walk()] == [
        ("a.txt:L1", "one"),
        ("a.txt:L1:L1", "two"),
    ]


def test_a_picture_that_is_called_like_a_place_in_another_file_is_told_apart_from_it() -> None:
    artifact = read_folder((("a.txt", b"one"), ("a.txt:L1", png(7, 5))), "delivery", read_bytes)

    assert [block.locator for block in artifact.walk()] == ["a.txt:L1", "a.txt:L1 #2"]
