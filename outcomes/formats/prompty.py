"""Prompt files (`.prompty`): a grader's prompt with settings on top; its rating scale is what can be carried over."""

from __future__ import annotations

import re
from pathlib import PurePath

from outcomes.formats.nodes import Mapping, Scalar
from outcomes.formats.outline import Header
from outcomes.formats.yaml_nodes import compose
from outcomes.text import squash

_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_ROLE = re.compile(r"^(?:system|user|assistant):[ \t]*$", re.MULTILINE)


def prompt_file(text: str, source: str) -> tuple[Header, str] | None:
    """The title and the text of a prompt file, or `None` for any other; `{{ name }}` in it is a place for data."""
    head = _HEAD.match(text)
    if PurePath(source).suffix.lower() != ".prompty" or head is None:
        return None
    node = compose("\n" + head.group(1), source)
    fields = node.fields if isinstance(node, Mapping) else {}
    name, description = (fields.get(key) for key in ("name", "description"))
    title = squash(name.text) if isinstance(name, Scalar) else ""
    about = squash(description.text) if isinstance(description, Scalar) else ""
    rest = "\n" * text.count("\n", 0, head.end()) + text[head.end() :]
    body = _ROLE.sub(lambda found: " " * len(found.group()), rest)
    return Header(title=": ".join(filter(None, (title, about)))), body
