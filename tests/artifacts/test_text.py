"""Plain text becomes paragraphs with the line on which each begins; unsound bytes are said to be so."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.text import read_text
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS


def pieces(data: bytes) -> list[tuple[str, str]]:
    return [(block.locator, block.text) for block in read_text(data, "a.txt").walk()]


def test_a_text_is_one_unit_of_paragraphs() -> None:
    data = b"First line\nsecond line\n\nNext paragraph\n"

    assert read_text(data, "notes.txt") == Artifact(
        kind="text",
        name="notes.txt",
        files=(FileEntry("notes.txt", sha256(data).hexdigest(), len(data)),),
        units=(
            Unit(
                "file",
                1,
                "notes.txt",
                blocks=(
                    Block("paragraph", "notes.txt:L1", "First line\nsecond line"),
                    Block("paragraph", "notes.txt:L4", "Next paragraph"),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b" \n\t\n", []),
        (b"one", [("a.txt:L1", "one")]),
        (b"\n \n  indented\n kept\n\n \n\nlast", [("a.txt:L3", "  indented\n kept"), ("a.txt:L8", "last")]),
        (b"a\r\n\r\nb\rc", [("a.txt:L1", "a"), ("a.txt:L3", "b\nc")]),
        (b"\xef\xbb\xbfwith mark", [("a.txt:L1", "with mark")]),
        ("\ufeffZ\u00fcrich".encode("utf-16-le"), [("a.txt:L1", "Zürich")]),
        ("\ufeffZ\u00fcrich".encode("utf-16-be"), [("a.txt:L1", "Zürich")]),
    ],
)
def test_line_ends_blank_lines_and_byte_order_marks_are_understood(data: bytes, found: list[tuple[str, str]]) -> None:
    assert pieces(data) == found
    assert read_text(data, "a.txt").flags == ()


@pytest.mark.parametrize(
    ("data", "text", "detail"),
    [
        (b"caf\xff", "caf\ufffd", "not valid UTF-8 (byte 3): undecodable bytes are shown as U+FFFD"),
        (b"caf\xe9", "caf\u00e9", "not UTF-8 (byte 3); read as Windows-1252, which is a guess"),
        (b"a\0b", "a\ufffdb", "holds NUL characters, shown as U+FFFD"),
        (b"\xff\xfea", "\ufffd", "not valid UTF-16 (byte 2): undecodable bytes are shown as U+FFFD"),
    ],
)
def test_bytes_that_are_no_text_are_replaced_or_guessed_and_flagged(data: bytes, text: str, detail: str) -> None:
    artifact = read_text(data, "a.txt")

    assert [block.text for block in artifact.walk()] == [text]
    assert artifact.flags == (Flag("encoding", detail, locator="a.txt"),)


def test_invisible_characters_are_flagged_where_they_stand_but_emoji_joiners_are_not() -> None:
    artifact = read_text("Fine \U0001f469\u200d\U0001f4bb\n\nAll good\U000e0041\u202e".encode(), "a.txt")

    assert artifact.flags == (Flag("hidden-text", "invisible characters: U+202E, U+E0041", locator="a.txt:L3"),)


def test_more_paragraphs_than_the_limit_are_left_out_visibly() -> None:
    artifact = read_text(b"a\n\nb\n\nc\n\nd", "a.txt", replace(DEFAULT_LIMITS, blocks=2))

    detail = "only the first 2 paragraphs were read; the rest was left out"
    assert [(block.kind, block.text) for block in artifact.walk()] == [
        ("paragraph", "a"),
        ("paragraph", "b"),
        ("unreadable", f"[{detail}]"),
    ]
    assert artifact.flags == (Flag("truncated", detail, locator="a.txt"),)


def test_a_text_exactly_at_the_limit_is_whole() -> None:
    assert read_text(b"a\n\nb\n", "a.txt", replace(DEFAULT_LIMITS, blocks=2)).flags == ()


def test_a_text_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(ArtifactError) as caught:
        read_text(b"12345", "a.txt", replace(DEFAULT_LIMITS, part_bytes=4))

    assert caught.value.code == "too-large"


def test_a_path_is_kept_in_the_locators_and_left_out_of_the_name() -> None:
    artifact = read_text(b"x", "notes/a.txt")

    assert (artifact.name, [block.locator for block in artifact.walk()]) == ("a.txt", ["notes/a.txt:L1"])


@given(st.text(alphabet=st.sampled_from("ab \t\n\r\u00e9"), max_size=60))
def test_every_word_stands_on_the_line_that_its_locator_leads_to(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = list(read_text(text.encode(), "a.txt").walk())

    for block in blocks:
        first = int(block.locator.rpartition(":L")[2])
        assert [line.rstrip() for line in block.text.split("\n")] == [
            line.rstrip() for line in lines[first - 1 : first + block.text.count("\n")]
        ]
    assert " ".join(block.text for block in blocks).split() == text.split()
