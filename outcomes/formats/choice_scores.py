"""Prompts with scored answers, as in autoevals and OpenAI evals: `{prompt, choice_scores: {A: 0.4, B: 1}}`.

Each is one criterion whose levels are the answers. Where a prompt lists them (`(A) ...`), their words are the levels'.
"""

from __future__ import annotations

import re

from outcomes.formats.foreign import Import, level
from outcomes.formats.nodes import Listing, Mapping, Scalar, number
from outcomes.text import squash

_DATA = re.compile(r"\[BEGIN DATA\].*?\[END DATA\]|^-{5,}\n.*?^-{5,}$", re.DOTALL | re.MULTILINE)
_SLOT = re.compile(r"\{{1,2}\s*(\w+)\s*\}{1,2}")
_ANSWER = re.compile(r"^\s*(?:\((\w+)\)|(\w+)[.)])\s+(\S.*)$", re.MULTILINE)
_KEYS = ("prompt", "choice_scores", "choice_strings")


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The prompts in a file, or `None`."""
    if not isinstance(root, Mapping):
        return None
    entries = (
        {"": root}
        if _is_prompt(root)
        else {name: node for name, node in root.fields.items() if isinstance(node, Mapping)}
    )
    if not entries or (
        not all(isinstance(node, Mapping) and _is_prompt(node) for node in root.fields.values())
        and not _is_prompt(root)
    ):
        return None
    found = Import(source, "scored answers")
    for name, entry in entries.items():
        _item(found, name, entry)
    return found


def _is_prompt(node: Mapping) -> bool:
    return isinstance(node.fields.get("prompt"), Scalar) and bool(
        {"choice_scores", "choice_strings"} & node.fields.keys()
    )


def _item(found: Import, name: str, entry: Mapping) -> None:
    prompt = found.text(entry, "prompt")
    answers = {a.group(1) or a.group(2): a.group(3) for a in _ANSWER.finditer(prompt)}
    scores = _scores(found, entry)
    top = max(scores.values(), default=0.0)
    if top <= 0:
        found.refuse(entry, "no answer has a score above 0")
    levels = [
        level(label, answers.get(label, ""), score / top) for label, score in sorted(scores.items(), key=lambda s: s[1])
    ]
    slots = sorted({slot.group(1) for slot in _SLOT.finditer(prompt)})
    text = _SLOT.sub("", _ANSWER.sub("", _DATA.sub("", prompt)))
    path = (name,) if name else ()
    found.item(entry, squash(text), found.root, path=path, levels=levels)
    if slots:
        found.note(
            "not_carried_over", f"the places in the prompt where data go: {', '.join(slots)}", entry.fields["prompt"]
        )
    found.left_out(entry, _KEYS)


def _scores(found: Import, entry: Mapping) -> dict[str, float]:
    """What each answer is worth; `from_strings` reads the answers as numbers."""
    node, strings = entry.fields.get("choice_scores"), entry.fields.get("choice_strings")
    if isinstance(node, Mapping):
        return {label: found.number(node, label) for label in node.fields}
    labels = _labels(strings)
    if isinstance(node, Scalar) and node.text == "from_strings" and all(label.isdecimal() for label in labels):
        return {label: float(label) for label in labels}
    if node is not None and number(node) is not None:
        found.refuse(node, "choice_scores names what each answer is worth")
    return found.refuse(
        node or strings or entry, "the answers have no choice_scores, so nothing says which of them is good"
    )


def _labels(strings: object) -> list[str]:
    if isinstance(strings, Listing):
        return [item.text for item in strings.items if isinstance(item, Scalar)]
    return list(strings.text) if isinstance(strings, Scalar) else []
