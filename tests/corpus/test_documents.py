"""Every real document leads to an artifact or to the error that names what it is, and nothing in it is lost."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact
from outcomes.text import fold
from tests.corpus.plain import bare, parts, slides, templates, texts
from tests.corpus.support import each, files, manifest, read, read_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from outcomes.artifact import Block, Unit

pytestmark = pytest.mark.corpus

KINDS = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx",
    ".pptx": "pptx", ".pptm": "pptx", ".potx": "pptx",
    ".xlsx": "xlsx", ".pdf": "pdf", ".html": "html", ".md": "markdown", ".csv": "csv", ".png": "png",
}  # fmt: skip
REFUSED = {
    ".doc": "legacy-binary", ".ppt": "legacy-binary", ".xls": "legacy-binary",
    ".odt": "unsupported-kind",
}  # fmt: skip
DAMAGED = {"documents/pdf/pdf.js__poppler-937-0-fuzzed.pdf": "corrupt-pdf"}
"""Its list of pages has lost its bracket, and the dictionary of its only page its first key."""
DISGUISED = {"documents/doc/unstructured__eng_spa_mult.doc": "docx"}
"""Files that are not what their names say."""

ENCRYPTED = {
    f"documents/{path}"
    for path in (
        "doc/msoffcrypto-tool__rc4cryptoapi_password.doc",
        "docx/msoffcrypto-tool__ecma376standard_password.docx",
        "docx/msoffcrypto-tool__example_password.docx",
        "docx/oletools__539e45_encrypted.docx",
        "docx/oletools__encrypted.docx",
        "docx/tika__protected_normal_case.docx",
        "docx/tika__protected_upper_case.docx",
        "ppt/msoffcrypto-tool__rc4cryptoapi_password.ppt",
        "pptx/oletools__encrypted.pptx",
        "pptx/tika__testPPT_protected_passtika.pptx",
        "xlsx/msoffcrypto-tool__example_password.xlsx",
        "xlsx/oletools__encrypted.xlsx",
        "xlsx/tika__protectedFile.xlsx",
        "xlsx/unstructured__password_protected.xlsx",
    )
}
"""OLE containers with a stream named EncryptedPackage, by a search in their bytes; two older ones by their names."""

MOST_CPU_SECONDS = 2
MOST_QUOTES = 50
ELLIPSIS = frozenset({"...", "\u2026"})
"""Texts that cannot be quoted: in a quote an ellipsis joins two pieces, so that alone it says nothing."""

DOCUMENTS = files("documents")


def required(path: str) -> str:
    """The kind of artifact, or the code of the error, that a document must lead to."""
    suffix = PurePosixPath(path).suffix
    if path in ENCRYPTED:
        return "encrypted"
    if path in DAMAGED:
        return DAMAGED[path]
    return DISGUISED.get(path) or KINDS.get(suffix) or REFUSED[suffix]


READABLE = [path for path in DOCUMENTS if required(path) in KINDS.values()]
OFFICE = [path for path in READABLE if required(path) in {"docx", "pptx", "xlsx"}]
PRESENTATIONS = [path for path in OFFICE if required(path) == "pptx"]


# -- what must come out --------------------------------------------------------------------------------------------


@each(DOCUMENTS)
def test_a_document_is_read_or_named_for_what_it_is_in_little_time(corpus: Path, corpus_file: str) -> None:
    found = read_once(corpus / corpus_file)
    led_to = found.outcome.kind if isinstance(found.outcome, Artifact) else found.outcome.code

    assert led_to == required(corpus_file)
    assert found.cpu_seconds < MOST_CPU_SECONDS


def test_the_manifest_and_the_folder_name_the_same_files() -> None:
    assert sorted(f"documents/{path}" for path in manifest("documents")) == DOCUMENTS


@each(READABLE)
def test_an_artifact_is_identified_by_the_bytes_that_the_manifest_lists(corpus: Path, corpus_file: str) -> None:
    row = manifest("documents")[corpus_file.removeprefix("documents/")]
    artifact = read_once(corpus / corpus_file).artifact
    entries = [(entry.path, entry.sha256, entry.size_bytes) for entry in artifact.files]

    assert entries == [(PurePosixPath(corpus_file).name, row["sha256"], int(row["bytes"]))]
    assert artifact.sha256 == row["sha256"]


@each([path for path in DOCUMENTS if path not in READABLE])
def test_a_document_that_is_refused_is_the_one_that_the_manifest_lists(corpus: Path, corpus_file: str) -> None:
    row = manifest("documents")[corpus_file.removeprefix("documents/")]

    assert hashlib.sha256((corpus / corpus_file).read_bytes()).hexdigest() == row["sha256"]


@each(READABLE)
def test_reading_twice_gives_equal_artifacts(corpus: Path, corpus_file: str) -> None:
    assert read(corpus / corpus_file).artifact == read_once(corpus / corpus_file).artifact


# -- locators ------------------------------------------------------------------------------------------------------


@each(READABLE)
def test_no_two_blocks_share_a_locator(corpus: Path, corpus_file: str) -> None:
    """Not even two that differ only in ways that a reader does not see, since they are looked up folded."""
    artifact = read_once(corpus / corpus_file).artifact
    blocks = [fold(block.locator) for block in artifact.walk()]
    units = [fold(unit.locator) for unit in artifact.units]

    assert (len(set(blocks)), len(set(units))) == (len(blocks), len(units))


@each(READABLE)
def test_a_locator_leads_back_to_its_block_and_its_unit(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).artifact
    lost = [
        block.locator
        for unit in artifact.units
        for block in unit.walk()
        if artifact.block(block.locator) is not block or artifact.unit_of(block.locator) is not unit
    ]

    assert lost == []


@each(READABLE)
def test_the_text_of_a_block_is_found_where_it_stands(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).artifact
    missed = [
        (block.locator, block.text)
        for block in _sample([block for block in artifact.walk() if block.text.strip() not in {"", *ELLIPSIS}])
        if artifact.find(block.text, block.locator, hidden=True)[:2] not in _right_places(block)
    ]

    assert missed == []


def _sample(blocks: list[Block]) -> list[Block]:
    """Blocks from all over the document."""
    return blocks[:: -(-len(blocks) // MOST_QUOTES) or 1]


def _right_places(block: Block) -> list[tuple[str, str]]:
    return [("exact", block.locator), ("normalised", block.locator)]


@each(READABLE)
def test_hidden_text_is_not_found_by_those_who_ask_for_visible_text(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).artifact
    visible = {fold(block.text) for block in artifact.walk() if block.visible}
    leaked = [
        block.locator
        for block in _sample(artifact.hidden)
        if artifact.find(block.text, block.locator).locator == block.locator and fold(block.text) not in visible
    ]

    assert leaked == []


# -- nothing is lost -----------------------------------------------------------------------------------------------

READ_PARTS = {
    "docx": re.compile(r"word/(?!glossary/|theme/).*\.xml"),
    "pptx": re.compile(r"ppt/(slides|notesSlides|comments|charts|diagrams)/[^/]*\.xml"),
    "xlsx": re.compile(r"xl/(?!theme/).*\.xml"),
}
"""The parts whose every text has to be in the artifact. word/glossary holds building blocks that stand nowhere in the
document, and layouts and masters are asked apart, for what they show themselves."""

LEFT_OUT = {
    # Header and footer of the page of notes, in placeholders that only a print-out of the notes shows.
    "documents/pptx/tika__testPPT_various.pptx": {"This is the footer text.", "This is the header text."},
}
"""Texts that a document holds and its artifact need not."""

IN_ANOTHER_ORDER = {
    "documents/docx/docling__table_with_equations.docx": "formulas are written on one line, with signs added",
    "documents/docx/markitdown__equations.docx": "formulas are written on one line, with signs added",
    "documents/dotx/tika__testWORD_template.dotx": "text boxes follow the words of the paragraph that holds them",
}
"""Documents whose body cannot be compared letter by letter, and why."""

FROM_OTHER_PARTS = frozenset({"alt_text", "note", "comment", "chart", "diagram"})
"""Kinds of blocks whose text stands elsewhere than in the slide or the body itself."""


@each(OFFICE)
def test_no_text_of_an_office_file_is_lost(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).artifact
    held = {text for part in parts(corpus / corpus_file, READ_PARTS[artifact.kind]) for text in texts(part)}

    assert _missing(artifact, held) == LEFT_OUT.get(corpus_file, set())


@each(PRESENTATIONS)
def test_what_layouts_and_masters_show_themselves_is_not_lost(corpus: Path, corpus_file: str) -> None:
    shown = {text for part in templates(corpus / corpus_file) for text in texts(part)}

    assert _missing(read_once(corpus / corpus_file).artifact, shown) == set()


@each([path for path in OFFICE if required(path) == "docx" and path not in IN_ANOTHER_ORDER])
def test_the_body_of_a_document_is_given_once_and_in_order(corpus: Path, corpus_file: str) -> None:
    (body,) = parts(corpus / corpus_file, re.compile(r"word/document\.xml"))
    sections = [unit for unit in read_once(corpus / corpus_file).artifact.units if unit.kind == "section"]

    assert bare("".join(map(_own_text, sections))) == bare("".join(texts(body)))


@each(PRESENTATIONS)
def test_the_text_of_each_slide_is_given_once_and_in_order(corpus: Path, corpus_file: str) -> None:
    units = [unit for unit in read_once(corpus / corpus_file).artifact.units if unit.kind == "slide"]

    assert [bare(_own_text(unit)) for unit in units] == [
        bare("".join(texts(slide))) for slide in slides(corpus / corpus_file)
    ]


def _missing(artifact: Artifact, wanted: Iterable[str]) -> set[str]:
    """The texts that are nowhere in an artifact, visible or hidden."""
    there = bare("".join(block.text for block in artifact.walk()))
    return {text for text in wanted if bare(text) not in there}


def _own_text(unit: Unit) -> str:
    return "".join(text for block in unit.blocks for text in _texts_of(block))


def _texts_of(block: Block) -> Iterator[str]:
    if block.kind not in FROM_OTHER_PARTS:
        yield block.text
        for child in block.children:
            yield from _texts_of(child)
