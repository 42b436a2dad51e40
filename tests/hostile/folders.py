"""Hostile folders: names that lie, links that lead out, and things that are no files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Folder(NamedTuple):
    """A folder, what it must lead to, and how it is laid out."""

    name: str
    must_lead_to: str
    lay: Callable[[Path], None]


def names_of_control_characters(root: Path) -> None:
    for name in (
        "a\nb.md",
        "\x1b[31m.md",
        "\u202egpj.md",
        "\u200b.md",
        " .md",
        "-rf.md",
        "~deadbeef.md",
        "¶1.md",
        "a.md:L1",
        "slide 3.md",
        "...",
    ):
        (root / name).write_text("seen\n", encoding="utf-8")


def names_as_long_as_may_be(root: Path) -> None:
    for letter in "ab":
        (root / (letter * 250 + ".md")).write_text("seen", encoding="utf-8")


def a_path_beyond_every_limit(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    here = os.getcwd()  # noqa: PTH109 - a path this long cannot be given to the system at once
    try:
        os.chdir(root)
        for _ in range(20):
            os.mkdir("d" * 200)  # noqa: PTH102
            os.chdir("d" * 200)
    finally:
        os.chdir(here)


def a_name_that_is_not_text(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    (root / os.fsdecode(b"\xff\xfe.md")).write_text("x", encoding="utf-8")


def names_that_differ_in_case_and_composition(root: Path) -> None:
    for name in ("a.md", "A.md", "\u00e9.md", "e\u0301.md", "a.md ", "a .md"):
        (root / name).write_text(f"seen in {name!r}", encoding="utf-8")


def a_link_to_a_secret(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    (root / "b.md").symlink_to("/etc/hostname")


def a_link_to_the_folder_itself(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    (root / "loop").symlink_to(root)


def a_pipe_that_nobody_writes_to(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    os.mkfifo(root / "pipe.md")


def more_files_than_may_be(root: Path) -> None:
    for number in range(10_001):
        (root / f"{number}.md").touch()


def a_file_of_a_terabyte_that_takes_no_room(root: Path) -> None:
    (root / "a.md").write_text("seen", encoding="utf-8")
    with (root / "b.md").open("wb") as file:
        file.truncate(1 << 40)


def nothing_but_empty_folders(root: Path) -> None:
    for number in range(50):
        (root / f"{number}" / "empty").mkdir(parents=True)


def every_kind_of_file_and_all_of_them_broken(root: Path) -> None:
    for suffix in (
        "docx",
        "pptx",
        "xlsx",
        "pdf",
        "png",
        "jpg",
        "gif",
        "webp",
        "html",
        "md",
        "csv",
        "json",
        "txt",
        "doc",
        "odt",
        "zip",
    ):
        (root / f"a.{suffix}").write_bytes(b"PK\x03\x04 broken \xff\x00")


_LEFT_OUT: Final = "ok+flag:not-a-regular-file"
"""Whoever points at a folder sees its files, and a word on each thing that is none; a worker's delivery is refused."""

FOLDERS: Final = tuple(
    Folder(lay.__name__, demand, lay)
    for lay, demand in (
        (names_of_control_characters, "ok|error:bad-name"),
        (names_as_long_as_may_be, "ok"),
        (a_path_beyond_every_limit, "error:too-large|error:missing"),
        (a_name_that_is_not_text, "error:bad-name"),
        (names_that_differ_in_case_and_composition, "ok"),
        (a_link_to_a_secret, _LEFT_OUT),
        (a_link_to_the_folder_itself, _LEFT_OUT),
        (a_pipe_that_nobody_writes_to, _LEFT_OUT),
        (more_files_than_may_be, "error:too-many-parts"),
        (a_file_of_a_terabyte_that_takes_no_room, "error:too-large"),
        (nothing_but_empty_folders, "error:nothing-delivered"),
        (every_kind_of_file_and_all_of_them_broken, "error:*"),
    )
)
