"""The folder in which the README's commands and examples are carried out."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.readme.pages import README, ROOT
from tests.readme.shell import place_worker
from tests.rubrics.documents import DOCUMENTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """What the README takes for granted: documents, rubrics of ours and of one's own, labels, and a worker."""
    (tmp_path / "report.docx").write_bytes(DOCUMENTS["business-report"].good)
    (tmp_path / "deck.pptx").write_bytes(DOCUMENTS["board-deck"].good)
    (tmp_path / "my-rubric.md").write_text(README.blocks("markdown")[0], encoding="utf-8")
    labels = {"artifact": "report.docx", "labels": {"no-placeholder-text": "pass"}}
    (tmp_path / "labels.jsonl").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    place_worker(tmp_path)
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    return tmp_path
