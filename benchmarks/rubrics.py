"""Reading rubrics, beside the floor: the parse alone (markdown-it, ruamel, json) that every reader needs."""

from __future__ import annotations

import json
import statistics
import time
from functools import partial
from io import StringIO
from itertools import count
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from outcomes.format import MAX_CHARACTERS
from outcomes.wiring import read_rubric

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
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


def events(text: str) -> list[object]:
    """Every event of a YAML file."""
    return list(YAML(typ="safe", pure=True).parse(StringIO(text)))


def measure() -> list[dict[str, object]]:
    """One row per file: medians over interleaved rounds, and the ratio to the parse alone."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    files: dict[str, tuple[str, str, Callable[[str], object]]] = {
        "markdown, 262,144 characters": ("a.md", markdown(), parser.parse),
        "yaml, 262,144 characters": ("a.yaml", in_yaml(), events),
        "tree, 2,500 nodes": ("a.json", tree(2500), json.loads),
    }
    rows: list[dict[str, object]] = []
    for what, (name, text, parse) in files.items():
        floors: list[float] = []
        reads: list[float] = []
        for number in range(ROUNDS + 1):
            spent = cpu_ms(partial(parse, text)), cpu_ms(partial(read_rubric, text, name))
            if number:
                floors.append(spent[0])
                reads.append(spent[1])
        base, read = statistics.median(floors), statistics.median(reads)
        rows.append(
            {
                "what": what,
                "characters": len(text),
                "cpu_ms": round(read, 1),
                "floor_ms": round(base, 1),
                "ratio": round(read / base, 2),
            }
        )
    return rows
