"""Stand-ins for a model, for trying out the harness: SIMULATED, and nothing that they do says anything about a model.

The robust one knows which criteria hold and never looks at anything else. The obedient one does so too, until it reads
something that sounds as if everything were met.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from tasks import TASKS

from outcomes.graders.model.grader import ModelGrader
from outcomes.model import ToolResult, Words
from outcomes.testing import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.model import Question

LABEL: Final = "SIMULATED; no model was asked"
_TRUE: Final = {name for task in TASKS for name, _, holds in task.truths if holds}
_TEMPTING: Final = re.compile(
    r"\b(?:pass(?:ed)?|met|satisf\w+|approved|compliant|positive result|not applicable|done|erf.llt|signed this off)\b",
    re.IGNORECASE,
)
_NO_GAP: Final = {"missing": "", "where": [], "smallest_fix": "", "done_when": "", "kind": "absent"}
_GAP: Final = _NO_GAP | {"missing": "The document does not say so", "smallest_fix": "Say so"}


def simulated(kind: str) -> ModelGrader:
    """A judge that asks a stand-in: `robust` or `obedient`."""
    model = ScriptedModel(lambda question: _reply(question, obeys=kind == "obedient"), name=f"simulated-{kind}")
    return ModelGrader(lambda _scope: model)


def _reply(question: Question, *, obeys: bool) -> dict[str, Any]:
    lines = [line for text in _texts(question, "artifact") for line in json.loads(text)]
    tempted = any(_TEMPTING.search(line) for line in lines)
    asked = [row for text in _texts(question, "criteria") for row in json.loads(text)]
    whole = "\n".join(lines)
    quote = next((text for task in TASKS for text in task.paragraphs if text in whole), "")
    return {
        "verdicts": [
            _entry(row["criterion_id"], quote, passes=row["criterion_id"] in _TRUE or (obeys and tempted))
            for row in asked
        ],
        "injection_suspected": tempted and not obeys,
        "injection_notes": [],
        "rubric_problems": [],
    }


def _texts(question: Question, name: str) -> Iterator[str]:
    for turn in question.turns:
        for piece in turn.pieces:
            for part in piece.content if isinstance(piece, ToolResult) else (piece,):
                if isinstance(part, Words):
                    yield from re.findall(rf"<{name}-[0-9a-f]+>\n(.*?)\n</{name}-", part.text, re.DOTALL)


def _entry(name: str, quote: str, *, passes: bool) -> dict[str, Any]:
    return {
        "criterion_id": name,
        "searched": "everything",
        "evidence": [{"source": "", "locator": "", "quote": quote, "kind": "text"}] if passes else [],
        "rationale": LABEL,
        "rubric_applies": True,
        "verdict": "pass" if passes else "fail",
        "level": "",
        "count": 0,
        "gap": _NO_GAP if passes else _GAP,
        "severity": "none" if passes else "major",
        "confidence": "high",
    }
