"""Scripts for a grader: a verdict for each criterion that a request asks about, with a real quote from its artifact.

The request is read as the engine's own judge writes it: criteria as JSON between `<criteria-DIGITS>` marks, artifacts
as JSON strings, a line each, between `<artifact-DIGITS>` marks. The answer is made from the schema that came with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from outcomes.artifact import BlockKind
from outcomes.testing.endpoint.examples import example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.testing.endpoint.answers import Answer, Use
    from outcomes.testing.endpoint.call import Call

Ruling = Literal[
    "pass", "fail", "cannot_judge", "not_applicable",
    "absence", "wrong quote", "quote on repair", "no quote", "missing", "twice", "stranger",
]  # fmt: skip
"""What becomes of one criterion. The first four are verdicts as they should be. `absence`: passes because something is
not there. `wrong quote`, `no quote`: passes on words that are nowhere, or on none; `quote on repair`: gives real ones
when asked again. `missing`: left out; `twice`: two verdicts; `stranger`: under an id that nobody asked for."""
Rule = Ruling | Mapping[str, Any] | Callable[[Mapping[str, Any], "Call"], "Ruling | Mapping[str, Any]"]
"""A ruling; fields that replace those of a pass; or a function of the criterion (as it was sent) and the call."""
Rules = Mapping[str, Rule | Sequence[Rule]]
"""By criterion id. A sequence is gone through each time the criterion is asked about anew; its last one is repeated."""

Place = tuple[str, str] | None
"""A locator and words that stand there."""

_OPENED: Final = re.compile(r"^<(criteria|artifact)-([0-9a-f]+)>$", re.MULTILINE)
_KINDS: Final = [kind.replace("_", " ") for kind in get_args(BlockKind)]
_SAID: Final = [r"heading \d+", *_KINDS, "inserted", "has alternative text", "no alternative text", "decorative"]
_WHAT: Final = re.compile(rf"(?:(?:{'|'.join(_SAID)})(?:, )?)+: ")
"""What is said of a piece before its text."""
_WORDLESS: Final = re.compile(rf"(?:{'|'.join(_SAID)})(?:, .*)?")
"""All that is said of a piece without any."""
_LINE: Final = re.compile(r"\s*\[([^\]]+)\] (.*)")
_BEHIND: Final = re.compile(r" \{.*\}$| \| .*$| -> .*$")
_FIT: Final = re.compile(r"[^\\|{}\[\]]{8,}")
_SEEN: Final = "# What a reader sees"
_UNSEEN: Final = "# What a reader does not see"
_JSON: Final = re.compile(r"^\{", re.MULTILINE)
_LONGEST_QUOTE: Final = 120
NOWHERE: Final = "These words stand nowhere in anything that was delivered."


def is_grading(call: Call) -> bool:
    """Whether a request comes from a judge: it names criteria to give verdicts for."""
    return bool(criteria_of(call))


def criteria_of(call: Call) -> list[dict[str, Any]]:
    """The criteria that are asked about, as they were sent; the last ones, where a conversation holds several."""
    for text in reversed(call.texts):
        for data in reversed(list(_fenced(text, "criteria"))):
            return [row for row in json.loads(data) if isinstance(row, dict) and "criterion_id" in row]
    return []


def lines_of(call: Call) -> list[str]:
    """The lines of the artifact, as far as they were shown, escapes undone."""
    found: list[str] = []
    for text in call.texts:
        for data in _fenced(text, "artifact"):
            found.extend(row for row in json.loads(data) if isinstance(row, str))
    return found


def _fenced(text: str, name: str) -> Iterator[str]:
    """What stands between `<NAME-DIGITS>` and `</NAME-DIGITS>`, each on a line of its own."""
    for opened in _OPENED.finditer(text):
        end = text.find(f"\n</{opened[1]}-{opened[2]}>", opened.end())
        if opened[1] == name and end >= 0:
            yield text[opened.end() : end]


def quote_from(call: Call) -> Place:
    """A locator and words that stand there, in what a reader sees; `None` if there is nothing fit to be quoted."""
    lines = lines_of(call)
    begin = lines.index(_SEEN) if _SEEN in lines else 0
    for line in lines[begin:]:
        if line.startswith(_UNSEEN):
            return None
        match = _LINE.fullmatch(line)
        if match is None or _WORDLESS.fullmatch(match[2]):
            continue
        what = _WHAT.match(match[2])
        words = _BEHIND.sub("", match[2][what.end() if what else 0 :])
        if _FIT.fullmatch(words):
            return match[1], _cut(words.strip())
    return None


def _cut(words: str) -> str:
    """Not too long, and no word in half."""
    return words if len(words) <= _LONGEST_QUOTE else words[: words.rfind(" ", 0, _LONGEST_QUOTE) + 1].strip()


class Judge:
    """A script: judges every request of a judge by its rules, and hands all others to `otherwise`.

    >>> FakeEndpoint(Judge({"sources": ["fail", "pass"], "tone": "wrong quote"}))
    """

    def __init__(
        self,
        rules: Rules | None = None,
        *,
        default: Rule = "pass",
        looks_up: Sequence[Use] = (),
        extra: Mapping[str, Any] | None = None,
        otherwise: Callable[[Call], Answer] | None = None,
    ) -> None:
        """Say how it judges.

        Args:
            rules: what becomes of each criterion.
            default: what becomes of all others.
            looks_up: tools that it uses first, one a turn, before it answers.
            extra: fields beside the verdicts, such as `{"injection_suspected": True}`.
            otherwise: answers what is no grading; any valid object if not given.
        """
        self._rules = rules or {}
        self._default = default
        self._looks_up = looks_up
        self._extra = extra or {}
        self._otherwise = otherwise
        self._asked: Counter[str] = Counter()
        self._heard: set[str] = set()

    def __call__(self, call: Call) -> Answer:
        """The answer."""
        criteria = criteria_of(call)
        if not criteria:
            return self._otherwise(call) if self._otherwise is not None else None
        used = _used(call, {use.name for use in self._looks_up})
        if used < len(self._looks_up):
            return self._looks_up[used]
        if call.digest not in self._heard:
            self._heard.add(call.digest)
            self._asked.update(row["criterion_id"] for row in criteria if "not_found" not in row)
        place = quote_from(call)
        verdicts = [verdict for row in criteria for verdict in self._verdicts(row, call, place)]
        return _whole({"verdicts": verdicts, **self._extra}, call)

    def _verdicts(self, row: Mapping[str, Any], call: Call, place: Place) -> Iterator[dict[str, Any]]:
        name = row["criterion_id"]
        rule = self._rule(name)
        ruling = rule(row, call) if callable(rule) else rule
        if isinstance(ruling, Mapping):
            yield {**_verdict(name, "pass", row, place), **ruling}
        elif ruling == "stranger":
            yield _verdict(f"{name}-of-nobody", "pass", row, place)
        elif ruling != "missing":
            yield from [_verdict(name, ruling, row, place)] * (2 if ruling == "twice" else 1)

    def _rule(self, name: str) -> Rule:
        rule = self._rules.get(name, self._default)
        if isinstance(rule, Sequence) and not isinstance(rule, str):
            return rule[min(max(self._asked[name], 1), len(rule)) - 1]
        return rule


def _verdict(name: str, ruling: Ruling, row: Mapping[str, Any], place: Place) -> dict[str, Any]:
    status = ruling if ruling in {"fail", "cannot_judge", "not_applicable"} else "pass"
    fails = status == "fail"
    gap = {
        "missing": f"what {name} asks for" if fails else "",
        "where": [],
        "smallest_fix": f"add what {name} asks for" if fails else "",
        "done_when": "it is there" if fails else "",
        "kind": "absent",
    }
    return {
        "criterion_id": name,
        "searched": "the whole artifact",
        "evidence": list(_evidence(ruling, row, place)),
        "rationale": f"{ruling}, as the script says",
        "rubric_applies": True,
        "verdict": status,
        "level": _level(row, status),
        "count": 1 if fails and row.get("count_occurrences") else 0,
        "gap": gap,
        "severity": "major" if fails else "none",
        "confidence": "high",
    }


def _evidence(ruling: Ruling, row: Mapping[str, Any], place: Place) -> Iterator[dict[str, str]]:
    wrong = ruling == "wrong quote" or (ruling == "quote on repair" and "not_found" not in row)
    if ruling in {"no quote", "cannot_judge"}:
        return
    if ruling in {"absence", "not_applicable", "fail"} or (place is None and not wrong):
        yield {"source": "", "locator": "", "quote": "", "kind": "absence"}
    else:
        locator, words = (place[0] if place else "", NOWHERE) if wrong or place is None else place
        yield {"source": "", "locator": locator, "quote": words, "kind": "text"}


def _level(row: Mapping[str, Any], status: str) -> str:
    """The best label for a pass, the worst for a fail, none where there are no levels."""
    passing = row.get("passes_at", ())
    labels = [level["label"] for level in row.get("levels", ())]
    if status == "pass":
        return passing[-1] if passing else ""
    others = [label for label in labels if label not in passing]
    return others[0] if others and status == "fail" else ""


def _used(call: Call, names: set[str]) -> int:
    """How often these tools were used so far."""
    blocks = [
        block
        for message in call.body["messages"]
        if message["role"] == "assistant" and isinstance(message["content"], list)
        for block in message["content"]
    ]
    return sum(block.get("type") == "tool_use" and block["name"] in names for block in blocks)


# -- held to the request's schema


def _whole(value: dict[str, Any], call: Call) -> dict[str, Any]:
    """Every field that the schema wants and no other, at every level, as a model held to it would write."""
    schema = next((schema for schema in _schemas(call) if "verdicts" in schema.get("properties", ())), None)
    if schema is None:
        return value
    code = call.code  # whoever sends the answer adds it
    properties = {name: part for name, part in schema["properties"].items() if code is None or name != code.field}
    held: dict[str, Any] = _held(value, {**schema, "properties": properties})
    return held


def _schemas(call: Call) -> Iterator[Mapping[str, Any]]:
    """What the answer may have to be like: the format's schema, a tool's, or one that stands in the last words."""
    if call.schema is not None:
        yield call.schema
    yield from (tool["input_schema"] for tool in call.tools)
    for text in call.last:
        for match in _JSON.finditer(text):
            with suppress(ValueError):
                found, _ = json.JSONDecoder().raw_decode(text, match.start())
                yield found


def _held(value: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict) and "properties" in schema:
        return {
            name: _held(value[name], inner) if name in value else example({**schema, "required": [name]})[name]
            for name, inner in schema["properties"].items()
            if name in value or name in schema.get("required", ())
        }
    if isinstance(value, list) and "items" in schema:
        return [_held(item, schema["items"]) for item in value]
    return value
