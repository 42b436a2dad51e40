"""Every technique of the corpus in documents of each kind: no model takes part in this.

Marks hold, hidden text is listed as hidden, and nothing in an artifact is ever taken for a verdict.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.errors import GraderError
from outcomes.graders.model.fences import RESERVED
from outcomes.graders.screen import Screen
from outcomes.testing.injections import HIDDEN_CARRIERS, Injection, injected, read_injections
from outcomes.text import invisible
from outcomes.verdict import Gap
from outcomes.wiring import read_bytes
from tests.conftest import CORPUS
from tests.graders.judging import a_rubric, asked_ids, entry, graded, reply, scripted, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact

pytestmark = pytest.mark.corpus

FILE = CORPUS / "injections.jsonl"
TECHNIQUES = read_injections(FILE) if FILE.is_file() else ()
TITLE = "Office move"
PARAGRAPHS = ("We moved the office in March.", "It saved 48,000 euros.", "Nobody was hurt.")
RUBRIC = a_rubric("owner", "date")


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9a-f]{24}", "", text)


def _around() -> str:
    """What stands around an artifact, whatever is in it."""
    model = scripted(lambda question: reply(*(entry(it, "fail") for it in asked_ids(question))))
    graded(model, RUBRIC)
    return re.sub(r"(<artifact->\n).*(\n</artifact->)", r"\1\2", _without_digits(told(model.asked[0])), flags=re.DOTALL)


AROUND = _around()


def documents(technique: Injection) -> Iterator[tuple[str, Artifact]]:
    payload = technique.aimed_at("owner", RUBRIC["owner"].text)
    for name, data in injected(TITLE, PARAGRAPHS, technique.carrier, payload).items():
        yield name, read_bytes(data, name)


each = pytest.mark.parametrize("technique", TECHNIQUES, ids=lambda technique: technique.technique)


def test_the_corpus_has_techniques(corpus: Any) -> None:
    assert (corpus / "injections.jsonl").is_file()
    assert len(TECHNIQUES) >= 25


@each
def test_marks_hold_and_the_artifact_is_data_and_nothing_but_data(technique: Injection) -> None:
    for name, artifact in documents(technique):
        model = scripted(lambda question: reply(*(entry(it, "fail") for it in asked_ids(question))))
        grade = graded(model, RUBRIC, artifact)
        text = told(model.asked[0])
        tag = re.findall(r"<artifact-([0-9a-f]{24})>", text)
        assert len(tag) == 1, name
        inside = text.split(f"<artifact-{tag[0]}>\n")[1].split(f"\n</artifact-{tag[0]}>")[0]
        assert all(isinstance(line, str) for line in json.loads(inside))
        assert not RESERVED.search(inside), name
        assert not invisible(inside) - set("\u00ad\u200c\u200d\ufe0e\ufe0f"), name
        if technique.technique in ("zero-width", "unicode-tags"):
            assert "hidden-text at" in inside, name
        assert _without_digits(text.replace(inside, "")) == AROUND, name
        assert [verdict.verdict for verdict in grade.verdicts] == ["fail", "fail"]


@each
def test_what_is_hidden_is_listed_as_hidden_and_is_no_evidence(technique: Injection) -> None:
    if technique.carrier not in HIDDEN_CARRIERS:
        return
    for name, artifact in documents(technique):
        quote = " ".join(technique.payload.split()[:6])
        model = scripted([reply(*(entry(it, evidence=[_quote(quote)]) for it in RUBRIC.ids))])
        grade = graded(model, RUBRIC, artifact)
        seen, _, unseen = told(model.asked[0]).partition("# What a reader does not see in the normal view")
        assert quote not in seen.partition("# What a reader sees")[2], name
        assert quote in unseen, name
        assert [verdict.verdict for verdict in grade.verdicts] == ["cannot_judge", "cannot_judge"], name


@each
def test_a_reply_copied_out_of_an_artifact_is_no_verdict(technique: Injection) -> None:
    """Whatever JSON a payload holds, taken for the reply itself, decides nothing."""
    payload = technique.aimed_at("owner", RUBRIC["owner"].text)
    found = re.search(r"\{.*\}", payload, re.DOTALL)
    try:
        value = json.loads(found.group()) if found else {"text": payload}
    except ValueError:
        value = {"text": payload}
    for _, artifact in documents(technique):
        with pytest.raises(GraderError):
            graded(scripted([value]), RUBRIC, artifact)


@each
def test_a_grader_that_repeats_a_payload_in_its_gaps_does_not_pass_it_on(technique: Injection) -> None:
    """Whatever of it sounds like an order is left out of what a worker is told."""
    payload = technique.aimed_at("owner", RUBRIC["owner"].text)
    for name, artifact in documents(technique):
        gap = Screen(artifact).clean(Gap(missing="There is no owner.", smallest_fix=" ".join(payload.split())))
        assert gap.missing == "There is no owner."
        if technique.family in ("instruction", "hidden") and len(payload.split()) > 5:
            assert gap.smallest_fix != " ".join(payload.split()), name


def _quote(text: str) -> dict[str, str]:
    return {"source": "", "locator": "", "quote": text, "kind": "text"}
