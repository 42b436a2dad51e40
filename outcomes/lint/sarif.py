"""Findings as SARIF 2.1.0, which code hosts and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0; section numbers are in the comments.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from outcomes.ci import SARIF_SCHEMA, SARIF_VERSION, TOOL_PAGE, sarif_uri
from outcomes.text import storable
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.lint.finding import Finding, Severity
    from outcomes.lint.rule import Rule

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif(findings: Sequence[Finding], rules: Sequence[Rule]) -> str:
    """One log with one run. `rules` are those that were asked, whether they found anything or not."""
    place = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "outcomes rubric check",
                "version": __version__,
                "informationUri": TOOL_PAGE,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        # 3.14.17: Python counts code points.
        "columnKind": "unicodeCodePoints",
        "results": _results(findings, place),
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    """A reportingDescriptor, 3.49."""
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{rule.what}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix}. Known to be wrong when: {rule.wrong_when}"},
        "helpUri": TOOL_PAGE,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _results(findings: Sequence[Finding], place: Mapping[str, int]) -> list[dict[str, Any]]:
    """Results, 3.27. Fingerprints are of the rule, the file and the criterion, so that they outlive edits elsewhere."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        uri = sarif_uri(finding.file)
        key = "\n".join([finding.code, uri, finding.criterion_id or finding.message])
        seen[key] = seen.get(key, 0) + 1
        found.append(
            {
                "ruleId": finding.code,
                "ruleIndex": place[finding.code],
                "level": _LEVELS[finding.severity],
                "message": {"text": storable(finding.told)},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(finding)}}],
                "partialFingerprints": {"criterion/v1": _digest(f"{key}\n{seen[key]}")},
            }
        )
    return found


def _region(finding: Finding) -> dict[str, int]:
    """3.30: lines and columns from 1, `endColumn` behind the last character."""
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(storable(text).encode()).hexdigest()[:32]
