"""Which tool a YAML or JSON file belongs to: each one's reader is a file of its own in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.formats import (
    choice_scores,
    deep_research,
    gdpval,
    hbq,
    paperbench,
    point_items,
    prometheus,
    promptfoo,
    writingbench,
)
from outcomes.formats.nodes import Listing, Mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.formats.nodes import Node
    from outcomes.formats.template import Template
    from outcomes.rubric import Rubric

_READERS = (
    paperbench.read,
    point_items.read,
    prometheus.read,
    gdpval.read,
    deep_research.read,
    writingbench.read,
    hbq.read,
    choice_scores.read,
)


def read_foreign(root: Listing | Mapping, template: Template, again: Callable[[], Node | None]) -> Rubric | None:
    """The rubric in another tool's file; `None` when the file is one of ours.

    `again` reads the file without looking at `{{ name }}`, which is other tools' words, or LaTeX.
    """
    if isinstance(root, Mapping) and ("criteria" in root.fields or "sections" in root.fields) and not _odd(root):
        return None
    given = promptfoo.read(root, template)
    if given is not None:
        return given.built(template)
    for reader in _READERS:
        found = reader(root, template.source)
        if found is not None:
            plain = again() if template.places else None
            whole = reader(plain, template.source) if isinstance(plain, Listing | Mapping) else None
            return (whole or found).built()
    return None


def _odd(root: Mapping) -> bool:
    """Whether `criteria` is a word of another tool's here."""
    return any(key.startswith("score") and key.endswith("_description") for key in root.fields)
