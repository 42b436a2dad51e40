"""Findings as text, JSON, GitHub commands and SARIF."""

from __future__ import annotations

import json
from typing import Any

from outcomes.lint.finding import Edit, Finding
from outcomes.lint.registry import RULES
from outcomes.lint.report import as_json, concise, counts, github, statistics, summary
from outcomes.lint.sarif import sarif
from outcomes.version import __version__

HOSTILE = "a\x1b[31m b\r\n::set-env name=X::y 100%, c: \u202ed"


def finding(**changed: Any) -> Finding:
    fields: dict[str, Any] = {
        "code": "RB101", "name": "vague-word", "severity": "warning", "message": "'clear': no measure",
        "fix": "Say how",
        "file": "rubrics/a.md", "line": 3, "column": 7, "end_line": 3, "end_column": 12, "criterion_id": "the-1",
    }  # fmt: skip
    return Finding(**fields | changed)


ERROR = finding(code="RB401", name="unreadable", severity="error", criterion_id=None, edits=(Edit(4, 5, "x"),))
NOTE = finding(code="RB320", name="check-decides", severity="info", line=9, end_line=10)
THREE = (finding(), ERROR, NOTE)


def test_a_line_for_each_finding() -> None:
    assert concise(THREE) == (
        "rubrics/a.md:3:7: RB101 'clear': no measure\n"
        "rubrics/a.md:3:7: RB401 [*] 'clear': no measure\n"
        "rubrics/a.md:9:7: RB320 'clear': no measure\n"
    )


def test_a_line_stays_a_line_and_steers_nothing() -> None:
    said = concise([finding(message=HOSTILE, file="x\x1b\n.md")])
    assert said.count("\n") == 2  # one of them in the file's own name, which a line feed may be in
    assert not set("\x1b\r\u202e") & set(said)


def test_the_sum() -> None:
    assert counts(THREE) == {"error": 1, "warning": 1, "info": 1, "fixable": 1}
    assert summary(THREE, 2) == "Found 1 error, 1 warning and 1 note in 2 files (1 fixable with --fix)."
    assert summary([finding(), finding()], 1, fixed=3) == "Mended 3. Found 2 warnings in 1 file."
    assert summary([], 3) == "Nothing found in 3 files."


def test_how_often_each_rule_spoke() -> None:
    assert statistics([NOTE, finding(), finding()]) == "     2  RB101  vague-word\n     1  RB320  check-decides\n"


def test_a_program_gets_everything() -> None:
    document = json.loads(as_json([ERROR], ["rubrics/a.md", "b.md"]))
    assert document == {
        "schema_version": 1,
        "files": ["rubrics/a.md", "b.md"],
        "findings": [
            {
                "code": "RB401", "name": "unreadable", "severity": "error", "message": "'clear': no measure",
                "fix": "Say how", "file": "rubrics/a.md", "line": 3, "column": 7, "end_line": 3, "end_column": 12,
                "criterion_id": None, "edits": [{"start": 4, "end": 5, "text": "x"}], "fixable": True,
            }
        ],
        "counts": {"error": 1, "warning": 0, "info": 0, "fixable": 1},
    }  # fmt: skip
    assert as_json([finding(message=HOSTILE)], ["a"]).isascii()


def test_commands_for_github() -> None:
    assert github(THREE) == (
        "::warning file=rubrics/a.md,line=3,col=7,endLine=3,endColumn=12,title=RB101 vague-word"
        "::'clear': no measure. Say how.\n"
        "::error file=rubrics/a.md,line=3,col=7,endLine=3,endColumn=12,title=RB401 unreadable"
        "::'clear': no measure. Say how.\n"
        "::notice file=rubrics/a.md,line=9,col=7,endLine=10,title=RB320 check-decides::'clear': no measure. Say how.\n"
    )


def test_nothing_in_a_rubric_becomes_a_command_of_its_own() -> None:
    said = github([finding(message=HOSTILE, file="a,b:c%\n::error::x.md")])
    assert said.count("\n") == 1
    assert said.startswith("::warning file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax.md,line=3,")
    assert "%0D%0A::set-env name=X::y 100%25, c: " in said


# -- SARIF 2.1.0, held against what the standard demands -----------------------------------------------------------

REQUIRED = {"log": {"version", "runs"}, "run": {"tool"}, "driver": {"name"}, "rule": {"id"}, "result": {"message"}}
KNOWN = {
    "log": {"$schema", "version", "runs", "inlineExternalProperties", "properties"},
    "run": {"tool", "results", "columnKind", "artifacts", "invocations", "originalUriBaseIds", "properties"},
    "driver": {"name", "version", "semanticVersion", "informationUri", "rules", "fullName", "organization",
    "properties"},
    "rule": {
        "id", "name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration",
        "messageStrings",
        "properties", "relationships", "guid",
    },
    "result": {
        "ruleId", "ruleIndex", "rule", "kind", "level", "message", "locations", "partialFingerprints",
        "fingerprints",
        "fixes", "properties", "guid", "relatedLocations",
    },
    "region": {"startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength", "snippet",
    "message"},
}  # fmt: skip
"""Properties of the objects that are written, as the standard's schema has them; it allows no others."""
LEVELS = {"none", "note", "warning", "error"}


def _holds(kind: str, value: dict[str, Any]) -> None:
    assert REQUIRED.get(kind, set()) <= set(value) <= KNOWN[kind]


def _run(*found: Finding) -> dict[str, Any]:
    log = json.loads(sarif(found, RULES))
    _holds("log", log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    _holds("run", run)
    assert isinstance(run, dict)
    return run


def test_a_log_is_what_the_standard_demands() -> None:
    run = _run(*THREE)
    driver = run["tool"]["driver"]
    _holds("driver", driver)
    assert driver["version"] == __version__
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        _holds("rule", rule)
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in LEVELS
    for result in run["results"]:
        _holds("result", result)
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in LEVELS
        _holds("region", result["locations"][0]["physicalLocation"]["region"])


def test_a_result_says_where_and_what() -> None:
    (result,) = _run(NOTE)["results"]
    assert (result["level"], result["message"]) == ("note", {"text": "'clear': no measure. Say how."})
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rubrics/a.md"},
                "region": {"startLine": 9, "startColumn": 7, "endLine": 10, "endColumn": 12},
            }
        }
    ]


def test_a_fingerprint_outlives_edits_elsewhere_and_tells_twins_apart() -> None:
    def prints(*found: Finding) -> list[str]:
        return [result["partialFingerprints"]["criterion/v1"] for result in _run(*found)["results"]]

    assert prints(finding()) == prints(finding(line=90, end_line=90, message="other words"))
    assert len({*prints(finding(), finding()), *prints(finding(criterion_id="b")), *prints(NOTE)}) == 4


def test_paths_are_relative_references_with_slashes() -> None:
    def uri(file: str) -> str:
        location = _run(finding(file=file))["results"][0]["locations"][0]["physicalLocation"]
        return str(location["artifactLocation"]["uri"])

    assert uri("rubrics/my rubric#1.md") == "rubrics/my%20rubric%231.md"
    assert uri("rubrics\\a.md") == "rubrics/a.md"
    assert uri("/tmp/a.md") == "file:///tmp/a.md"  # noqa: S108 - a path that is never opened
    assert uri("C:\\a.md") == "file:///C%3A/a.md"


def test_what_no_encoding_takes_does_not_break_a_log() -> None:
    assert _run(finding(message="half \ud800", file="b\udcff.md"))["results"][0]["message"]["text"].startswith("half")
