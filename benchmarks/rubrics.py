"""Reading rubrics, beside a floor: the parse alone, by markdown-it, libyaml and `json.loads`."""

from __future__ import annotations

import json
import time
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from yaml._yaml import CParser

from outcomes.format import MAX_CHARACTERS
from outcomes.formats.yaml_python import PythonParser
from outcomes.wiring import read_rubric

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.formats.yaml_events import Parser

ROUNDS = 11
TEXT = "Every figure number {n} has a source that is named beside it, with its date and its page"


def markdown() -> str:
    """As many criteria as the longest rubric holds, ten a section, each with points."""
    lines = ["# Title"]
    size = 0
    for number in count():
        section = f"\n## Section {number // 10}\n" if number % 10 == 0 else ""
        line = (
            f"{section}\n- {TEXT.format(n=number)} (2 points)" if section else f"- {TEXT.format(n=number)} (2 points)"
        )
        size += len(line) + 1
        if size > MAX_CHARACTERS - 100:
            return "\n".join(lines)
        lines.append(line)
    raise AssertionError


def nested() -> str:
    """Items with details below them."""
    lines = ["# Title", ""]
    size = 0
    for number in count():
        item = f"- {TEXT.format(n=number)} (2 points)\n  - the date of it\n  - the page of it"
        size += len(item) + 1
        if size > MAX_CHARACTERS - 100:
            return "\n".join(lines)
        lines.append(item)
    raise AssertionError


def in_yaml() -> str:
    """The same as mappings."""
    lines = ["title: Title", "criteria:"]
    size = 0
    for number in count():
        line = f"  - text: {TEXT.format(n=number)}\n    points: 2\n    section: Section {number // 10}"
        size += len(line) + 1
        if size > MAX_CHARACTERS - 100:
            return "\n".join(lines)
        lines.append(line)
    raise AssertionError


def tree(nodes: int) -> str:
    """A weighted tree as another tool writes it, five children a node."""
    names = count()

    def node(left: int) -> dict[str, Any]:
        number = next(names)
        below = (left - 1) // 5
        children = [node(below) for _ in range(5)] if left > 5 else []
        text = f"Requirement {number}, which the submission meets as section 3.2 of the paper says, with the same data"
        return {
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "requirements": text,
            "weight": 1 + number % 3,
            "sub_tasks": children,
            "task_category": None if children else "Code Development",
            "finegrained_task_category": None,
        }

    whole = node(nodes)
    while sum(1 for _ in _all(whole)) < nodes:  # what the division left over
        whole["sub_tasks"].append(node(1))
    return json.dumps(whole, indent=2)


def _all(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(deeper for child in node["sub_tasks"] for deeper in _all(child))]


def cpu_ms(action: Callable[[], object]) -> float:
    """CPU of one call, in milliseconds."""
    began = time.process_time()
    action()
    return 1000 * (time.process_time() - began)


def events(text: str, parser: Callable[[str], Parser] = CParser) -> int:
    """How many events a YAML file has."""
    found = parser(text)
    return sum(1 for _ in iter(found.get_event, None))


def files() -> dict[str, tuple[str, str, Callable[[str], object]]]:
    """What is read: the file's name, its text, and the floor."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return {
        "markdown, 262,144 characters": ("a.md", markdown(), parser.parse),
        "the same, each item with two below it": ("a.md", nested(), parser.parse),
        "yaml, 262,144 characters": ("a.yaml", in_yaml(), events),
        "tree, 2,500 nodes": ("a.json", tree(2500), json.loads),
    }


def measure() -> list[dict[str, object]]:
    """One row per file: the least of interleaved rounds, which is what a quiet machine takes, and the ratio."""
    rows: list[dict[str, object]] = []
    for what, (name, text, parse) in files().items():
        floors: list[float] = []
        reads: list[float] = []
        for number in range(ROUNDS + 1):
            spent = cpu_ms(partial(parse, text)), cpu_ms(partial(read_rubric, text, name))
            if number:
                floors.append(spent[0])
                reads.append(spent[1])
        base, read = min(floors), min(reads)
        rows.append(
            {
                "what": what,
                "characters": len(text),
                "cpu_ms": round(read, 1),
                "floor_ms": round(base, 1),
                "ratio": round(read / base, 2),
            }
        )
    return [*rows, without_libyaml()]


def without_libyaml() -> dict[str, object]:
    """The same YAML by the parser that is used where PyYAML has no libyaml: its events alone."""
    text = in_yaml()
    spent = min(cpu_ms(partial(events, text, PythonParser)) for _ in range(2))
    return {"what": "events of that yaml without libyaml", "characters": len(text), "cpu_ms": round(spent, 1)}
