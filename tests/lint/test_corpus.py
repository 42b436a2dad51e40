"""How often each rule speaks on rubrics from the wild, so that a change of a rule is seen as a change of counts.

What the reader says and notes (RB4xx) is counted by its own tests.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from outcomes import wiring
from outcomes.lint.registry import RULES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

COUNTS = {
    "RB101": 42, "RB103": 65, "RB104": 2, "RB105": 25, "RB109": 12, "RB110": 7, "RB111": 7, "RB210": 2,
    "RB302": 23, "RB305": 6, "RB312": 9, "RB501": 4, "RB502": 1,
    "RB503": 2,
}  # fmt: skip


NO_RUBRICS = frozenset({"azure-task_adherence.prompty"})
"""A prompt whose lists are what a grader is told: nobody would want its lines graded."""


def test_each_rule_speaks_as_often_as_when_its_findings_were_last_read(corpus: Path) -> None:
    """Whoever changes a count reads the findings that come and go: a rule that authors would call wrong is mended."""
    told: Counter[str] = Counter()
    for path in sorted((corpus / "rubrics").iterdir()):
        if path.suffix != ".tsv" and path.name not in NO_RUBRICS:
            found = wiring.lint_findings(wiring.lint_bytes(path.read_bytes(), path.name), RULES)
            told.update(finding.code for finding in found if not finding.code.startswith("RB4"))
    assert dict(sorted(told.items())) == COUNTS
