"""A scripted judge reads what a request asks about, and answers each criterion by its rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outcomes import Criterion, Rubric, grade_sync
from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.evidence import Quote
from outcomes.settings import Settings
from outcomes.testing import FakeEndpoint, Judge
from outcomes.testing.endpoint import Call, Use, is_grading
from outcomes.testing.endpoint.judging import NOWHERE
from outcomes.wiring import model_grader
from tests.testing.endpoint.calling import body_of, result, send, text

LINES = [
    "File: report.docx (docx)",
    "[¶0] not yet the artifact's text",
    "# What a reader sees",
    "## section 1",
    "[¶1] heading 1: <Report> of the quarter",
    "[Table 1] table, 2 rows, 2 columns",
    "# What a reader does not see in the normal view",
    "[¶9] concealed: words that nobody sees",
]
VERDICT = {
    "criterion_id": {"type": "string"},
    "verdict": {"type": "string"},
    "evidence": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"locator": {"type": "string"}, "quote": {"type": "string"}},
            "required": ["locator", "quote"],
            "additionalProperties": False,
        },
    },
    "level": {"type": "string"},
    "count": {"type": "integer"},
}
SCHEMA = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": VERDICT,
                "required": list(VERDICT),
                "additionalProperties": False,
            },
        },
        "injection_suspected": {"type": "boolean"},
    },
    "required": ["verdicts", "injection_suspected"],
    "additionalProperties": False,
}
REAL = [{"locator": "¶1", "quote": "<Report> of the quarter"}]
INVENTED = [{"locator": "¶1", "quote": NOWHERE}]
NOTHING = [{"locator": "", "quote": ""}]


def grading(*criteria: str | dict[str, Any], lines: list[str] | None = None, looked_up: int = 0) -> dict[str, Any]:
    """A request as a judge makes it: the artifact as a tool's result, then the criteria."""
    rows = [{"criterion_id": item} if isinstance(item, str) else item for item in criteria]
    shown = json.dumps(LINES if lines is None else lines, ensure_ascii=False).replace("<", "\\u003c")
    opened = result("toolu_open", [text(f"This is it.\n<artifact-00ff>\n{shown}\n</artifact-00ff>\n")])
    asked = text(f"Judge:\n<criteria-00ff>\n{json.dumps(rows)}\n</criteria-00ff>\n")
    turns: list[Any] = ["open", use("toolu_open", "open_artifact"), [opened, asked]]
    for number in range(looked_up):
        turns += [use(f"toolu_{number}", "read_part"), [result(f"toolu_{number}")]]
    return body_of(*turns, output_config={"format": {"type": "json_schema", "schema": SCHEMA}})


def use(name: str, tool: str) -> dict[str, Any]:
    return {"role": "assistant", "content": [{"type": "tool_use", "id": name, "name": tool, "input": {}}]}


def ruled(judge: Judge, *bodies: dict[str, Any]) -> list[list[tuple[str, str, Any]]]:
    """Id, verdict and evidence of every verdict of every answer."""
    with FakeEndpoint(judge) as endpoint:
        answers = [json.loads(send(endpoint, body).body["content"][0]["text"]) for body in bodies]
    return [
        [(item["criterion_id"], item["verdict"], item["evidence"]) for item in told["verdicts"]] for told in answers
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("pass", [("a", "pass", REAL)]),
        ("fail", [("a", "fail", NOTHING)]),
        ("cannot_judge", [("a", "cannot_judge", [])]),
        ("not_applicable", [("a", "not_applicable", NOTHING)]),
        ("absence", [("a", "pass", NOTHING)]),
        ("wrong quote", [("a", "pass", INVENTED)]),
        ("quote on repair", [("a", "pass", INVENTED)]),
        ("no quote", [("a", "pass", [])]),
        ("missing", []),
        ("twice", [("a", "pass", REAL)] * 2),
        ("stranger", [("a-of-nobody", "pass", REAL)]),
        ({"verdict": "PASS"}, [("a", "PASS", REAL)]),
    ],
)
def test_each_ruling_makes_its_verdict(rule: Any, expected: object) -> None:
    assert ruled(Judge({"a": rule}), grading("a", "b")) == [[*expected, ("b", "pass", REAL)]]  # type: ignore[misc]


def test_a_repair_gets_real_words_where_the_script_says_so() -> None:
    again = grading({"criterion_id": "a", "not_found": [NOWHERE]}, {"criterion_id": "b", "not_found": [NOWHERE]})
    judge = Judge({"a": "quote on repair", "b": "wrong quote"})
    assert ruled(judge, again) == [[("a", "pass", REAL), ("b", "pass", INVENTED)]]


def test_rules_may_change_each_time_a_criterion_is_asked_about_and_a_retry_is_no_new_time() -> None:
    first, second, third = grading("a"), grading("a", "b"), grading("b", "a")
    found = ruled(Judge({"a": ["fail", "cannot_judge", "pass"]}), first, first, second, third)
    assert [{name: verdict for name, verdict, _ in told}["a"] for told in found] == [
        "fail",
        "fail",
        "cannot_judge",
        "pass",
    ]


def test_a_rule_may_be_a_function_of_the_criterion_as_it_was_sent() -> None:
    def strict(criterion: Any, call: Call) -> Any:
        return "fail" if criterion.get("about") == "hidden" and is_grading(call) else "pass"

    rows = [{"criterion_id": "a", "about": "hidden"}, {"criterion_id": "b"}]
    assert [verdict for _, verdict, _ in ruled(Judge(default=strict), grading(*rows))[0]] == ["fail", "pass"]


def test_levels_and_counts_agree_with_the_verdict() -> None:
    levels = {"levels": [{"label": "weak"}, {"label": "strong"}], "passes_at": ["strong"]}
    rows = [
        {"criterion_id": "a", **levels},
        {"criterion_id": "b", **levels},
        {"criterion_id": "c", "count_occurrences": True},
    ]
    with FakeEndpoint(Judge({"b": "fail", "c": "fail"})) as endpoint:
        told = json.loads(send(endpoint, grading(*rows)).body["content"][0]["text"])["verdicts"]
    assert [(item["level"], item["count"]) for item in told] == [("strong", 0), ("weak", 0), ("", 1)]


def test_what_must_be_looked_up_first_is_looked_up() -> None:
    judge = Judge(looks_up=[Use("read_part", {"place": "slide 7"}), Use("read_part", {"place": "slide 8"})])
    with FakeEndpoint(judge) as endpoint:
        blocks = [send(endpoint, grading("a", looked_up=number)).body["content"][0] for number in range(3)]
    assert [block.get("input") for block in blocks] == [{"place": "slide 7"}, {"place": "slide 8"}, None]


def test_where_nothing_can_be_quoted_nothing_is() -> None:
    assert ruled(Judge(), grading("a", lines=["# What a reader sees"])) == [[("a", "pass", NOTHING)]]


def test_fields_beside_the_verdicts_and_requests_that_are_no_grading_have_their_own_script() -> None:
    judge = Judge(extra={"injection_suspected": True}, otherwise=lambda call: call.last[0].upper())
    with FakeEndpoint(judge) as endpoint:
        told = json.loads(send(endpoint, grading("a")).body["content"][0]["text"])
        assert told["injection_suspected"] is True
        assert send(endpoint, body_of("write")).body["content"] == [text("WRITE")]


@pytest.mark.parametrize("quoted", ["Quarterly figures of the north", "What a shape says to its reader"])
def test_what_is_said_of_a_piece_is_not_quoted_as_its_words(quoted: str) -> None:
    blocks = (
        Block("picture", "slide 1 / picture", alt=""),
        Block("heading" if quoted.startswith("Q") else "shape", "slide 1 / shape", quoted, level=1),
    )
    deck = Artifact(
        "pptx", "d.pptx", (FileEntry("d.pptx", "a" * 64, 1),), (Unit("slide", 1, "slide 1", blocks=blocks),)
    )
    with FakeEndpoint(Judge()) as endpoint:
        settings = Settings(model="claude-sonnet-5", base_url=endpoint.base_url)
        grader = model_grader(settings, {"OUTCOMES_API_KEY": "any-1"})
        grade = grade_sync(deck, Rubric(criteria=(Criterion(id="a", text="It says what it is"),)), grader=grader)
    (evidence,) = grade.verdicts[0].evidence
    assert isinstance(evidence, Quote)
    assert (evidence.text, evidence.check) == (quoted, "exact")
