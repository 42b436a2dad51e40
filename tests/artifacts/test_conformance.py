"""One contract, every reader: complete, addressed, the same each time, and nothing but `ArtifactError` on damage."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes import ArtifactError
from outcomes.reader import Limits
from outcomes.testing import Docx, Pptx
from outcomes.text import fold
from outcomes.wiring import READERS, read_bytes
from tests.artifacts.ooxml_files import zipped
from tests.artifacts.pdf_building import Canvas, pdf
from tests.artifacts.test_image import BMP, EMF, HEIC, SVG, TIFF, WMF
from tests.artifacts.xlsx_building import styled_workbook

if TYPE_CHECKING:
    from outcomes.artifact import Artifact

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000020000000308060000009d7482310000000049454e44ae426082")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080003000201011100ffd9")
GIF = b"GIF89a\x02\x00\x03\x00\x00\x00\x00;"
WEBP = b"RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x02\x00\x00"
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Region</t></is></c><c r="B1"><v>12</v></c></row></sheetData></worksheet>"""


def _workbook() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": SHEET,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def _page(canvas: Canvas) -> None:
    canvas.drawString(40, 550, "A page of text that everybody reads.")
    canvas.drawString(40, 500, "Another paragraph, further down.")
    canvas.drawString(40, 400, "And what nobody reads.", mode=3)


FILES: dict[str, tuple[str, bytes]] = {
    "docx": (
        "a.docx",
        Docx(title="Report").heading("Summary").paragraph("Revenue rose.").table([["a", "b"], ["c", "d"]]).to_bytes(),
    ),
    "pptx": ("a.pptx", Pptx(title="Deck").slide("Results", bullets=["Up", "Down"], notes="Say it").to_bytes()),
    "xlsx": ("a.xlsx", _workbook()),
    "text": ("a.txt", b"One paragraph.\n\nAnother one\nof two lines.\n"),
    "markdown": ("a.md", b"# Title\n\nText with **bold**.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n"),
    "csv": ("a.csv", b"region,revenue\nnorth,12\n"),
    "json": ("a.json", b'{"title": "Plan", "steps": ["one", "two"]}'),
    "html": ("a.html", b"<html><body><h1>Title</h1><p>Text</p><p style='display:none'>hidden</p></body></html>"),
    "png": ("a.png", PNG),
    "jpeg": ("a.jpg", JPEG),
    "gif": ("a.gif", GIF),
    "webp": ("a.webp", WEBP),
    "pdf": ("a.pdf", pdf(_page)),
    "bmp": ("a.bmp", BMP),
    "tiff": ("a.tiff", TIFF),
    "heic": ("a.heic", HEIC),
    "avif": ("a.avif", HEIC.replace(b"heic", b"avif")),
    "emf": ("a.emf", EMF),
    "wmf": ("a.wmf", WMF),
    "svg": ("a.svg", SVG),
}
CHEAP = [kind for kind in FILES if kind != "pdf"]
"""Kinds that are read without starting a process."""


def read(kind: str) -> Artifact:
    name, data = FILES[kind]
    return read_bytes(data, name)


def test_every_reader_is_held_to_the_contract() -> None:
    assert set(FILES) == set(READERS)


@pytest.mark.parametrize("kind", FILES)
def test_the_kind_name_and_bytes_are_those_of_the_file(kind: str) -> None:
    name, data = FILES[kind]
    artifact = read(kind)
    assert (artifact.kind, artifact.name, artifact.size_bytes) == (kind, name, len(data))
    assert artifact.sha256 == hashlib.sha256(data).hexdigest()
    assert artifact.content_sha256


@pytest.mark.parametrize("kind", FILES)
def test_the_same_bytes_give_the_same_artifact(kind: str) -> None:
    assert read(kind) == read(kind)


@pytest.mark.parametrize("kind", FILES)
def test_every_locator_names_one_block_and_leads_back_to_it(kind: str) -> None:
    artifact = read(kind)
    locators = [block.locator for block in artifact.walk()]
    assert len(locators) == len(set(locators)) > 0
    for block in artifact.walk():
        assert artifact.block(block.locator) == block
        if block.text.strip():
            assert artifact.find(block.text, block.locator, hidden=True).check in ("exact", "normalised")


@pytest.mark.parametrize("kind", FILES)
def test_what_is_not_visible_has_a_reason_and_is_not_in_the_visible_text(kind: str) -> None:
    artifact = read(kind)
    for block in artifact.walk():
        assert (block.visibility == "visible") == (block.reason is None)
        if not block.visible and block.text:
            assert block.text not in artifact.visible_text.split("\n")


@pytest.mark.parametrize("kind", FILES)
def test_runs_cover_a_text_without_gaps_and_its_picture_says_its_size(kind: str) -> None:
    for block in read(kind).walk():
        ends = [0, *(run.end for run in block.runs)]
        assert [run.start for run in block.runs] == ends[:-1]
        assert not block.runs or ends[-1] == len(block.text)


@pytest.mark.parametrize("kind", FILES)
def test_a_block_limit_leaves_a_visible_mark(kind: str) -> None:
    name, data = FILES[kind]
    artifact = read_bytes(data, name, Limits(blocks=1))
    many = len(list(read(kind).walk())) > 3
    assert not many or "truncated" in {flag.code for flag in artifact.flags}


@pytest.mark.parametrize("kind", CHEAP)
@settings(max_examples=25)
@given(data=st.data())
def test_damage_leads_to_an_artifact_error_or_a_partial_answer(kind: str, data: st.DataObject) -> None:
    """Any byte changed, and any end cut off: nothing else is ever raised."""
    name, whole = FILES[kind]
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :], whole[at:]])
    )
    with contextlib.suppress(ArtifactError):
        read_bytes(damaged, name)


@settings(max_examples=8)
@given(data=st.data())
def test_a_damaged_pdf_leads_to_an_artifact_error_or_a_partial_answer(data: st.DataObject) -> None:
    name, whole = FILES["pdf"]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.sampled_from([1, 10, 60]))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ArtifactError):
        read_bytes(bytes(damaged[: data.draw(st.sampled_from([len(whole), len(whole) // 2]))]), name)


NAMES = st.sampled_from(
    [name for name, _ in FILES.values()] + ["a", "a.doc", "a.xls", "a.odt", "a.tsv", "folder/a.htm"]
)


@settings(max_examples=60)
@given(data=st.data(), name=NAMES)
def test_any_bytes_under_any_name_lead_to_an_artifact_or_a_named_error(data: st.DataObject, name: str) -> None:
    """Heads of real kinds, bodies of others, and rubbish."""
    pieces = st.one_of(st.binary(max_size=200), st.sampled_from([whole for _, whole in FILES.values()]))
    whole = b"".join(data.draw(st.lists(pieces, min_size=1, max_size=3)))
    if whole.lstrip()[:5] == b"%PDF-" and name != "a.pdf":
        whole = whole[1:]  # read in a process of its own, which would take too long here
    with contextlib.suppress(ArtifactError):
        read_bytes(whole, name)


@settings(max_examples=60)
@given(data=st.data())
def test_a_workbook_with_rewritten_parts_leads_to_an_artifact_or_a_named_error(data: st.DataObject) -> None:
    """The values and formulas of real parts exchanged for odd ones."""
    odd = st.sampled_from(
        ["", "-1", "1e400", "NaN", "99999999999999999999", "A1:XFD1048576", "s", "\u202e", "=", "0.5", "x"]
    )
    parts = _parts(styled_workbook())
    part = data.draw(st.sampled_from(sorted(name for name in parts if name.startswith("xl/"))))
    text = parts[part].decode()
    values = list(re.finditer(r'="([^"]*)"|>([^<]+)<', text))
    for found in reversed(data.draw(st.lists(st.sampled_from(values), max_size=5, unique=True)) if values else []):
        group = 1 if found[1] is not None else 2
        if text[found.start(group) : found.end(group)] == found[group] and "http" not in found[group]:
            text = text[: found.start(group)] + data.draw(odd) + text[found.end(group) :]
    with contextlib.suppress(ArtifactError):
        artifact = read_bytes(zipped({**parts, part: text.encode("utf-8", "replace")}), "a.xlsx")
        locators = [fold(block.locator) for block in artifact.walk()]
        assert len(set(locators)) == len(locators)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_of_another_hand_is_read_as_it_looks() -> None:
    artifact = read_bytes(styled_workbook(), "a.xlsx")
    cells = {cell.locator: cell for cell in artifact.of_kind("cell")}

    assert {at: cell.text for at, cell in cells.items() if cell.row == 2} == {
        "Sheet!A2": "North",
        "Sheet!B2": "12.50",
        "Sheet!C2": "2026-03-31",
        "Sheet!D2": "25.0%",
    }
    assert [cell.reason for cell in cells.values() if cell.column == 4] == ["hidden-column"] * 2
    assert [cell.text for cell in cells.values() if cell.header] == ["Region", "Q1", "When", "Share"]
    assert artifact.bookmarks == {"Total": "Sheet!B3", "Sales": "Sheet!A1", "Sheet!A1": "Sheet!A1"}
    assert [(font.bold, font.colour, font.background) for font in cells["Sheet!A1"].fonts] == [
        (True, "FF0000", "FFFF00")
    ]
