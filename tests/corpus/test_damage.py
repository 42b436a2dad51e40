"""Real files, damaged in ways that a program or a villain might: an artifact or a named error, nothing else."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from random import Random
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import ArtifactError
from outcomes.text import fold
from outcomes.wiring import read_bytes
from tests.corpus.support import each
from tests.corpus.test_documents import READABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.corpus

ROUNDS = 15
ODD_VALUES = (b"", b"-1", b"x", b"99999999999999999999", b"1e400", b"NaN", b"2147483648", b" 7 ", b"\xc2\xb2", b"true")
ODD_TEXTS = (b"", b"\xe2\x80\x8b", b"&#x202e;x", b"&#x1f600;", b"A" * 5000)
VALUE = re.compile(rb'="([^"]*)"')
TEXT = re.compile(rb">([^<>]+)<")
OPENING = re.compile(rb"<(\w+:\w+)>")
WHOLE = re.compile(rb"<(\w+:\w+)[ >][^<]*</\1>")


@pytest.mark.slow
@each(READABLE)
def test_a_damaged_file_leads_to_an_artifact_or_a_named_error(corpus: Path, corpus_file: str) -> None:
    chance = Random(corpus_file)  # noqa: S311 - the same damage every time
    data = (corpus / corpus_file).read_bytes()
    for _ in range(ROUNDS):
        try:
            artifact = read_bytes(damaged(data, chance), PurePosixPath(corpus_file).name)
        except ArtifactError:
            continue
        locators = [fold(block.locator) for block in artifact.walk()]
        assert len(set(locators)) == len(locators)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("/word/document.xml", "duplicate-part"),
        ("//Word/document.xml", "duplicate-part"),
        ("\0word", "corrupt-zip"),  # cut at the NUL, so that no name is left
    ],
)
def test_nothing_is_smuggled_in_beside_the_document_that_a_person_sees(corpus: Path, entry: str, code: str) -> None:
    parts = _unpacked((corpus / "documents/docx/mammoth.js__tables.docx").read_bytes())
    parts[entry] = parts["word/document.xml"].replace(b"Above", b"Smuggled")

    with pytest.raises(ArtifactError) as caught:
        read_bytes(_packed(parts), "smuggled.docx")
    assert caught.value.code == code


def test_sheets_of_one_name_are_told_apart(corpus: Path) -> None:
    parts = _unpacked((corpus / "documents/xlsx/kreuzberg__test_01.xlsx").read_bytes())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="Sheet2"', b'name="Sheet1"')
    artifact = read_bytes(_packed(parts), "twins.xlsx")
    corners = ("Sheet1!A1", "'Sheet1 #2'!A1", "Sheet3!A1")

    assert [block.text for at in corners if (block := artifact.block(at))] == ["first ", "col-1", "first "]


@pytest.mark.parametrize("name", ["t.html", "t.md"])
def test_a_row_of_a_table_that_nobody_opened_is_a_row(name: str) -> None:
    artifact = read_bytes(b"<table><td>a</td><td>b</td><tr><td>c</td></tr></table>", name)
    cells = [(cell.text, cell.row, cell.column) for cell in artifact.of_kind("cell")]

    assert cells == [("a", 1, 1), ("b", 1, 2), ("c", 2, 1)]


def damaged(data: bytes, chance: Random) -> bytes:
    """The file cut short, with bytes flipped, without one of its parts, or with one or more parts rewritten."""
    kind = chance.randrange(10 if data.startswith(b"PK") else 2)
    if kind == 0:
        return data[: chance.randrange(len(data))]
    if kind == 1:
        return _with_bytes_flipped(data, chance)
    return _with_parts_rewritten(data, chance, without_one=kind == 2)


def _with_bytes_flipped(data: bytes, chance: Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 10, 100))):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def _with_parts_rewritten(data: bytes, chance: Random, *, without_one: bool) -> bytes:
    parts = _unpacked(data)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for name in chance.sample(names, min(len(names), chance.choice((1, 1, 2, 5)))):
        parts[name] = chance.choice(REWRITINGS)(parts[name], chance)
    if without_one:
        del parts[chance.choice(names)]
    return _packed(parts)


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()


def _odd_values(part: bytes, chance: Random) -> bytes:
    share = chance.choice((0.01, 0.1, 0.5))
    return VALUE.sub(lambda m: b'="%s"' % (chance.choice(ODD_VALUES) if chance.random() < share else m[1]), part)


def _odd_texts(part: bytes, chance: Random) -> bytes:
    return TEXT.sub(lambda m: b">%s<" % (chance.choice(ODD_TEXTS) if chance.random() < 0.2 else m[1]), part)


def _nested(part: bytes, chance: Random) -> bytes:
    openings = list(OPENING.finditer(part))
    if not openings:
        return part
    place, depth = chance.choice(openings), chance.choice((3, 40, 120, 300))
    inside = part[place.end() :]
    return part[: place.start()] + b"<%s>" % place[1] * depth + b"</%s>" % place[1] * depth + place[0] + inside


def _doubled(part: bytes, chance: Random) -> bytes:
    wholes = list(WHOLE.finditer(part))
    if not wholes:
        return part
    one = chance.choice(wholes)
    return part[: one.end()] + one[0] * chance.choice((1, 3)) + part[one.end() :]


def _renamed(part: bytes, chance: Random) -> bytes:
    names = sorted(set(re.findall(rb"</(\w+:\w+)>", part)))
    if not names:
        return part
    old, new = chance.choice(names), chance.choice(names)
    return re.sub(rb"(</?)%s(?=[\s>/])" % re.escape(old), rb"\1%s" % new, part)


REWRITINGS: tuple[Callable[[bytes, Random], bytes], ...] = (_odd_values, _odd_texts, _nested, _doubled, _renamed)
