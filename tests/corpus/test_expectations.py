"""What readers find in real files is what was found in them by hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict

from tests.corpus.support import each, files, read_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifact import Artifact, Block

pytestmark = pytest.mark.corpus

DOCUMENTS = "documents/"
AT_LEAST = {"docx": 14, "pptx": 12, "others": 4}
"""How many files of each kind have to have been looked at."""


class Expectation(BaseModel):
    """What one file holds; the words are explained at the top of `expectations.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: str
    kind: str
    units: list[str]
    headings: list[str] = []
    tables: dict[str, str] = {}
    merged: dict[str, str] = {}
    hidden: dict[str, int] = {}
    flags: list[str] = []
    counts: dict[str, int] = {}
    text: dict[str, str] = {}
    labels: dict[str, str] = {}
    targets: dict[str, str] = {}


def _expectations() -> dict[str, Expectation]:
    written = tomllib.loads(Path(__file__).with_name("expectations.toml").read_text(encoding="utf-8"))
    return {f"{DOCUMENTS}{path}": Expectation.model_validate(entry) for path, entry in written.items()}


EXPECTED = _expectations()


def test_enough_files_of_each_kind_were_looked_at() -> None:
    kinds = Counter(entry.kind if entry.kind in AT_LEAST else "others" for entry in EXPECTED.values())

    assert kinds >= Counter(AT_LEAST)
    assert len(EXPECTED) >= 30


def test_every_expectation_is_about_a_file_of_the_corpus(corpus: Path) -> None:
    assert corpus.is_dir()
    assert set(EXPECTED) <= set(files("documents"))


@each([path for path in EXPECTED if path in files("documents")])
def test_a_file_holds_what_was_found_in_it_by_hand(corpus: Path, corpus_file: str) -> None:
    expected = EXPECTED[corpus_file]
    found = _found(read_once(corpus / corpus_file).artifact, expected)

    assert found.model_dump() == expected.model_dump()


def _found(artifact: Artifact, asked: Expectation) -> Expectation:
    """The same about an artifact; of counts, texts, labels and targets only those that are asked for."""
    blocks = list(artifact.walk())
    kinds = Counter(block.kind for block in blocks)
    return Expectation(
        how=asked.how,
        kind=artifact.kind,
        units=[unit.locator for unit in artifact.units],
        headings=[
            f"{'#' * (block.level or 0)} {block.text}" for block in blocks if block.kind == "heading" and block.visible
        ],
        tables={block.locator: _size(block.children) for block in blocks if block.kind == "table"},
        merged={
            block.locator: _span(block)
            for block in blocks
            if block.kind == "cell" and (block.row_span, block.column_span) != (1, 1)
        },
        hidden=dict(Counter(block.reason or "" for block in artifact.hidden if block.reason != "metadata")),
        flags=sorted({flag.code for flag in artifact.flags}),
        counts={kind: kinds[kind] for kind in asked.counts},  # type: ignore[index]
        text={locator: _at(artifact, locator).text for locator in asked.text},
        labels={locator: _at(artifact, locator).label or "" for locator in asked.labels},
        targets={locator: _at(artifact, locator).target or "" for locator in asked.targets},
    )


def _at(artifact: Artifact, locator: str) -> Block:
    block = artifact.block(locator)
    assert block is not None, f"there is nothing at {locator!r}"
    assert block.locator == locator
    return block


def _size(cells: Iterable[Block]) -> str:
    """Rows and columns of a table, as far as its cells reach."""
    reach = [
        ((cell.row or 0) + cell.row_span - 1, (cell.column or 0) + cell.column_span - 1)
        for cell in cells
        if cell.kind == "cell"
    ]
    return f"{max(row for row, _ in reach)} x {max(column for _, column in reach)}"


def _span(cell: Block) -> str:
    return f"{cell.row_span} x {cell.column_span}"
