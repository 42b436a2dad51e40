"""What is fuzzed: for each kind of file its seeds, how they are changed, and how an input is read."""

from __future__ import annotations

import base64
import json
import os
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.artifacts.folder import read_folder
from outcomes.wiring import read_bytes, read_path
from tests.fuzz import office_changes, tokens
from tests.fuzz.byte_changes import text_changed
from tests.fuzz.odd import TEXTS
from tests.fuzz.seeds import built_seeds, corpus_seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact


class Input(NamedTuple):
    """One file as a reader gets it."""

    name: str
    data: bytes


class Kind(NamedTuple):
    """How one kind of file is fuzzed."""

    name: str
    suffix: str
    change: Callable[[bytes, Random], bytes]
    read: Callable[[str, bytes], Artifact] = lambda name, data: read_bytes(data, name)


FOLDER_STEPS: Final = (
    "a.md", "b/c.csv", "../x", "/etc/passwd", "a\nb.txt", "\u202etxt.exe", "x" * 300 + ".md", "x/" * 400 + "y.txt", "",
    ".", "..", "a//b", "a\\b", "a\0b", "¶1.md", "slide 3.md", "a.md:L1", "a.md / R1C1", " ", "con", ".hidden", "A.MD",
    "a.docx", "e\u0301.md", "é.md", "\ud800.md", "~deadbeef", "unit ~00000000", "...", "…", "<b>.html", "a.md ", "'",
    '"',
)  # fmt: skip


def _folder_change(data: bytes, chance: Random) -> bytes:
    """Members changed by the rules of their own kinds; paths made odd, doubled, or led outside."""
    members = unfolded(data)
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(members)) if members else 0
        what = chance.randrange(5)
        if what == 0 or not members:
            members.append((chance.choice(FOLDER_STEPS), chance.choice(TEXTS).encode("utf-8", "surrogatepass")))
        elif what == 1:
            members[at] = (chance.choice(FOLDER_STEPS), members[at][1])
        elif what == 2:
            members.insert(at, (members[at][0] + chance.choice(("", "x", "/x", " / x", ":L1")), members[at][1]))
        else:
            path, content = members[at]
            kind = next((one for one in KINDS.values() if one.suffix and path.endswith(one.suffix)), KINDS["text"])
            members[at] = (path, kind.change(content, chance))
    return folded(members)


def folded(members: list[tuple[str, bytes]]) -> bytes:
    """A folder as one input: JSON, with contents in base64."""
    return json.dumps([[path, base64.b64encode(data).decode()] for path, data in members]).encode()


def unfolded(data: bytes) -> list[tuple[str, bytes]]:
    """The members of a folder that `folded` has written."""
    return [(path, base64.b64decode(content)) for path, content in json.loads(data)]


def _read_folder(name: str, data: bytes) -> Artifact:
    return read_folder(unfolded(data), name, read_bytes)


def _text(*known: bytes) -> Callable[[bytes, Random], bytes]:
    return lambda data, chance: text_changed(data, chance, known)


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("docx", ".docx", office_changes.changed),
        Kind("pptx", ".pptx", office_changes.changed),
        Kind("xlsx", ".xlsx", office_changes.changed),
        Kind("pdf", ".pdf", _text(*tokens.PDF)),
        Kind("html", ".html", _text(*tokens.HTML)),
        Kind("markdown", ".md", _text(*tokens.MARKDOWN, *tokens.HTML[:40])),
        Kind("csv", ".csv", _text(*tokens.CSV)),
        Kind("json", ".json", _text(*tokens.JSON)),
        Kind("text", ".txt", _text(*tokens.TEXT)),
        Kind("image", ".png", _text(*tokens.BINARY)),
        Kind("svg", ".svg", _text(*tokens.SVG)),
        Kind("folder", "", _folder_change, _read_folder),
    )
}
"""Kinds by name; `image` stands for every format of images, `folder` for a listing of files of all kinds."""
LAID: Final = Kind("laid", "", lambda data, _: data, lambda _, data: read_path(Path(os.fsdecode(data))))
"""A folder as it lies on disk, for those that are not made by number."""
PLANTED: Final = Kind("planted", ".py", lambda data, _: data, lambda _, data: _run(data))
"""An input that is run as a program, to see whether what a reader may not do would be found."""
READABLE: Final = {**KINDS, LAID.name: LAID, PLANTED.name: PLANTED}
"""Every kind that a worker can read."""


def _run(data: bytes) -> Artifact:
    exec(compile(data, "<string>", "exec"), {})  # noqa: S102 - the fuzzer's own tests wrote it
    return read_bytes(b"x", "a.txt")


@cache
def built(kind: str) -> tuple[Input, ...]:
    """What inputs of a kind are made from wherever the corpus is absent."""
    if kind == "folder":
        files = [(f"{name}/{built(name)[0].name}", built(name)[0].data) for name in _FOLDED]
        return (Input("folder", folded(files)),)
    return tuple(Input(name, data) for name, data in built_seeds(kind))


@cache
def pool(kind: str) -> tuple[Input, ...]:
    """What inputs of a kind are made from here."""
    return (*built(kind), *(Input(name, data) for name, data in corpus_seeds(kind)))


_FOLDED: Final = ("docx", "html", "markdown", "csv", "json", "image", "svg")


def input_number(kind: str, number: int) -> Input:
    """Input `number` of a kind: the same every time, from the same seeds and the same source."""
    chance = Random(f"{kind} {number}")  # noqa: S311 - it has to come again
    seed = chance.choice(pool(kind))
    return Input(seed.name, KINDS[kind].change(seed.data, chance))
