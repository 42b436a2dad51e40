"""Judges in a few lines: replies as a model gives them, and what a question asks for."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.grader import RunScope
from outcomes.graders.composite import CompositeGrader
from outcomes.graders.model.grader import ModelGrader
from outcomes.graders.model.settings import JudgeSettings
from outcomes.graders.unjudged import UnjudgedGrader
from outcomes.model import Picture, ToolResult, Words
from outcomes.rubric import Criterion, Rubric
from outcomes.testing import ScriptedModel
from outcomes.verdict import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from outcomes.model import Model, Piece, Question
    from outcomes.verdict import Grade

SECRET = bytes(range(32))
SCOPE = RunScope(secret=SECRET)
TEXT = "Revenue grew by 12 % in 2024. Source: annual accounts."


def an_artifact(*units: Unit, name: str = "report.docx", sha256: str = "a" * 64, **more: Any) -> Artifact:
    """A report of one section with one paragraph, or of these units."""
    given = units or (a_section(1, TEXT),)
    return Artifact(kind="docx", name=name, files=(FileEntry(name, sha256, 10),), units=given, **more)


def a_section(number: int, *texts: str) -> Unit:
    """A section with a paragraph for each text: `¶11`, `¶12` ..."""
    blocks = tuple(Block("paragraph", f"¶{number}{place}", text) for place, text in enumerate(texts, 1))
    return Unit("section", number, f"section {number}", blocks=blocks)


def a_criterion(name: str, **more: Any) -> Criterion:
    return Criterion(id=name, text=f"It has {name}", **more)


def a_rubric(*names: str | Criterion, **more: Any) -> Rubric:
    return Rubric(criteria=tuple(a_criterion(it) if isinstance(it, str) else it for it in names or ("a",)), **more)


def quoted(text: str = "Revenue grew by 12 %", locator: str = "¶11", **more: Any) -> dict[str, Any]:
    """A piece of evidence."""
    return {"source": "", "locator": locator, "quote": text, "kind": "text"} | more


NO_GAP = {"missing": "", "where": [], "smallest_fix": "", "done_when": "", "kind": "absent"}
A_GAP = {
    "missing": "No figure has a source",
    "where": ["¶11"],
    "smallest_fix": "Name the source",
    "done_when": "Each figure has one",
    "kind": "absent",
}


def entry(name: str, verdict: str = "pass", **more: Any) -> dict[str, Any]:
    """One verdict as a model writes it: whole, and with a quote that is there."""
    return {
        "criterion_id": name,
        "searched": "all sections",
        "evidence": [quoted()] if verdict == "pass" else [],
        "rationale": f"It is a {verdict}.",
        "rubric_applies": True,
        "verdict": verdict,
        "level": "",
        "count": 0,
        "gap": A_GAP if verdict == "fail" else NO_GAP,
        "severity": "major" if verdict == "fail" else "none",
        "confidence": "high",
    } | more


def reply(*entries: Any, **more: Any) -> dict[str, Any]:
    """A whole reply."""
    return {
        "verdicts": list(entries),
        "injection_suspected": False,
        "injection_notes": [],
        "rubric_problems": [],
    } | more


def asked_ids(question: Question) -> list[str]:
    """The criteria that a question asks about, in its order."""
    return [row["criterion_id"] for row in asked_rows(question)]


def asked_rows(question: Question) -> list[dict[str, Any]]:
    """The same, as they are told."""
    texts = "\n".join(piece.text for turn in question.turns for piece in turn.pieces if isinstance(piece, Words))
    found = re.search(r"<criteria-([0-9a-f]+)>\n(.*?)\n</criteria-\1>", texts, re.DOTALL)
    assert found
    rows: list[dict[str, Any]] = json.loads(found[2])
    return rows


def is_repair(question: Question) -> bool:
    return any("not_found" in row for row in asked_rows(question))


def all_pass(question: Question) -> dict[str, Any]:
    """Everything passes, on a quote that is there."""
    return reply(*(entry(name) for name in asked_ids(question)))


def verdicts_of(**words: str) -> Callable[[Question], dict[str, Any]]:
    """What is named gets that verdict, everything else passes."""
    return lambda question: reply(*(entry(name, words.get(name, "pass")) for name in asked_ids(question)))


def scripted(script: Any, **more: Any) -> ScriptedModel:
    return ScriptedModel(script, **more)


def judge(model: Model, **settings: Any) -> ModelGrader:
    """A judge that asks this model, in every run."""
    return ModelGrader(lambda _scope: model, JudgeSettings(**settings))


def graded(
    model: Model,
    rubric: Rubric,
    artifact: Artifact | None = None,
    *,
    ids: Sequence[str] = (),
    index: int = 0,
    seed: int = 0,
    scope: RunScope = SCOPE,
    **settings: Any,
) -> Grade:
    """What a look comes to with everything around the judge that a run has."""
    whole = CompositeGrader(UnjudgedGrader(), judge(model, **settings), scope)
    look = Look(index=index, seed=seed, criterion_ids=tuple(ids or rubric.ids))
    return asyncio.run(whole.grade(rubric, artifact if artifact is not None else an_artifact(), look))


def pieces(question: Question) -> Iterator[Piece]:
    """Everything in its turns, what stands in tool results included."""
    for turn in question.turns:
        for piece in turn.pieces:
            yield piece
            if isinstance(piece, ToolResult):
                yield from piece.content


def told(question: Question) -> str:
    """All words in its turns."""
    return "\n".join(piece.text for piece in pieces(question) if isinstance(piece, Words))


def sent(question: Question) -> bytes:
    """Every byte of it that goes to an endpoint, whatever it is made of."""
    parts = [question.system, question.nonce, repr(question.tools), json.dumps(question.schema)]
    for piece in pieces(question):
        parts.append(piece.text if isinstance(piece, Words) else repr(piece))
        if isinstance(piece, Picture):
            parts.append(piece.png.decode("latin-1"))
    return "\n".join(parts).encode("utf-8", "surrogatepass")


def all_text(question: Question) -> str:
    return sent(question).decode("utf-8", "surrogatepass")
