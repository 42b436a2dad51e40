r"""How untrusted text is put before a model: as JSON, between marks that its author could not know.

The marks are derived from the run's secret, so that nobody who writes an artifact can guess them, and yet they are the
same in every batch, look and replay, so that caches hold. Text that looks like a mark of a prompt or like a tool call
is written with a JSON escape (`\u003c` for its first character): it reads the same and closes nothing.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import Look

_DIGITS: Final = 24
_MOST_NAMED: Final = 20
_LONGEST_MARK: Final = 40

_NAMES: Final = (
    "artifact|reference|criteria|criterion|rubric|documents?|system|user|human|assistant|developer|tools?|tool_[a-z_]+|"
    "functions?|function_[a-z_]+|invoke|parameters?|antml|thinking|results?|output|verdicts?|grader|grade|instructions?|"
    "prompt|context|eos|bos|s|sys"
)
RESERVED: Final = re.compile(
    rf"<(?=/?\s*(?:{_NAMES})(?:[-_:.\s>/0-9]|\\|$))"  # tags that prompts are built of, tool calls, chat templates
    r"|<(?=\|)|<(?=<\s*/?\s*[A-Z])|<(?=<<)"  # <|im_start|>, <<SYS>>, <<<END
    r"|\[(?=/?(?:INST|SYS|SYSTEM|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\b)",
    re.IGNORECASE,
)
"""The first character of what could be taken for a mark around text rather than for text."""
to_json: Final = json.JSONEncoder(ensure_ascii=False).encode
"""JSON in which every letter stands for itself."""
_WHOLE: Final = re.compile(r".[^>\]\s\"]{0,32}[>\]]*")


@dataclass(frozen=True, slots=True)
class Fences:
    """The marks of one artifact under one rubric in one run."""

    artifact: str
    """Hex digits in the marks around the artifact."""
    reference: str
    """In the marks around references: not derived from the artifact, so that they stay cached when it changes."""
    criteria: str
    """In the marks around criteria: another in each look, so that no two looks ever ask the very same question."""
    nonce: str
    """What an answer repeats where an endpoint cannot be held to a schema."""

    @classmethod
    def of(
        cls, secret: bytes, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact], look: Look
    ) -> Fences:
        """HMAC(secret, rubric hash + artifact hash), and HMAC(secret, rubric hash + hashes of the references)."""
        root = _hmac(secret, rubric.sha256 + artifact.sha256)
        beside = _hmac(secret, "references" + rubric.sha256 + "".join(item.sha256 for item in references))
        asked = _hmac(root, f"look {look.index} {look.seed}")
        return cls(root.hex()[:_DIGITS], beside.hex()[:_DIGITS], asked.hex()[:_DIGITS], _hmac(root, "nonce").hex()[:16])


def _hmac(key: bytes, message: str) -> bytes:
    return hmac.digest(key, message.encode(), "sha256")


def as_data(lines: str | Sequence[object], *tags: str) -> str:
    """JSON, one element a line, in which no text can pass for a mark; `tags` are the digits that must not occur in it.

    A string is cut into its lines. What a JSON reader makes of it is exactly what was given.
    """
    return safe(map(to_json, lines.split("\n") if isinstance(lines, str) else lines), *tags)


def safe(rows: Iterable[str], *tags: str) -> str:
    """The same of elements that are JSON already."""
    text = RESERVED.sub(_escaped, "[\n" + ",\n".join(rows) + "\n]")
    for tag in tags:
        text = text.replace(tag, "".join(f"\\u{ord(digit):04x}" for digit in tag))
    return text


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()[0]):04x}"


def neutralised(text: str) -> tuple[str, ...]:
    """What `as_data` would escape in a text, each once, in order of appearance: `<|im_start|>`, `</artifact>`."""
    found: dict[str, None] = {}
    for match in RESERVED.finditer(text):
        whole = _WHOLE.match(text, match.start())
        found[whole.group()[:_LONGEST_MARK] if whole else match.group()] = None
        if len(found) >= _MOST_NAMED:
            break
    return tuple(found)
