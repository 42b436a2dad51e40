"""Every example in the documentation, carried out."""

from __future__ import annotations

import ast
import asyncio
import inspect
import shlex
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Run, load_rubric
from outcomes.testing import ScriptedGrader, ScriptedWorker
from tests.cli.support import outcomes
from tests.readme.pages import README, RUBRICS
from tests.rubrics.documents import DOCUMENTS
from tests.rubrics.texts import SUMMARY, SUMMARY_DRAFT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _in_the_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)


def carried_out(block: str, **names: Any) -> dict[str, Any]:
    """What a block of Python leaves behind; it may await, and finds these names."""
    code = compile(block, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    made = FunctionType(code, names)()
    if inspect.iscoroutine(made):
        asyncio.run(made)
    return names


def test_a_wrapped_call_is_repeated_with_its_gaps_until_the_rubric_is_satisfied() -> None:
    replies = [SUMMARY_DRAFT, SUMMARY]
    prompts: list[str] = []

    def my_model(prompt: str) -> str:
        prompts.append(prompt)
        return replies[len(prompts) - 1]

    left = carried_out(README.blocks("python")[0], my_model=my_model, my_grader=ScriptedGrader())
    assert left["summarise"]("Summarise the article on street trees.") == SUMMARY
    assert prompts[0] == "Summarise the article on street trees."
    assert prompts[1].startswith("Summarise the article on street trees.\n\n")
    assert [text in prompts[1] for text in ("TODO", "this summary", "Add at least 13 words.")] == [True, True, True]


def test_an_outcome_gives_the_best_version_with_its_grade() -> None:
    documents = DOCUMENTS["board-deck"]
    my_agent = ScriptedWorker([documents.bad, documents.good])
    left = carried_out(README.blocks("python")[1], my_agent=my_agent, my_grader=ScriptedGrader())
    result = left["result"]
    assert isinstance(result, Run)
    assert result.best is not None
    assert (result.result, result.best.grade.gaps) == ("satisfied", ())
    assert result.best.path.read_bytes() == documents.good


def test_an_endpoint_on_this_machine_judges_by_a_script(here: Path) -> None:
    (here / "report.docx").write_bytes(DOCUMENTS["business-report"].good)
    (here / "rubric.md").write_text("- It names the saving (id: saving)\n- It has figures\n", encoding="utf-8")
    seen = []

    def run_it(line: str) -> None:
        program, *arguments = shlex.split(line)
        assert program == "outcomes"
        seen.append(outcomes(*arguments))

    carried_out(README.blocks("python")[2], input=run_it)
    (said,) = seen
    assert said.code == 1
    assert "1 pass, 1 fail" in said.out
    assert "[exact]" in said.out


def test_there_are_no_other_examples_in_the_readme() -> None:
    assert len(README.blocks("python")) == 3


def test_the_example_beside_the_rubrics_runs() -> None:
    (block,) = RUBRICS.blocks("python")
    assert carried_out(block)["outcome"].rubric == load_rubric("rubrics/business-report.md")


def test_the_rubric_in_the_readme_means_what_is_said_of_it() -> None:
    rubric = load_rubric("my-rubric.md")
    assert (rubric.title, rubric.applies_to, rubric.threshold) == ("Quarterly report", ("docx",), None)
    found = [(c.text, c.required, c.points, c.withheld, c.applies_when, str(c.check or "")) for c in rubric.criteria]
    assert found == [
        ("Heading levels begin at 1 without skipping one", True, 1, False, None, "heading_order"),
        (
            "It has a summary, results and risks, in this order", True, 1, False, None,
            'sections names=["Summary", "Results", "Risks"]',
        ),
        ("Every picture has alternative text", False, 1, False, None, "alt_text"),
        ("Every figure names its source", True, 1, False, None, ""),
        ("Every recommendation has an owner", True, 1, False, "it makes recommendations", ""),
        ("The conclusion is stated before the method", False, 2, False, None, ""),
        ("No client is named", True, 1, True, None, ""),
    ]  # fmt: skip
