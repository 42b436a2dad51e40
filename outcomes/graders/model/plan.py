"""Which criteria are asked about together, and in which order: related ones, shuffled differently in each look."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.rubric import Criterion


def plan(criteria: Sequence[Criterion], *, size: int, rubric_sha256: str, seed: int) -> list[tuple[Criterion, ...]]:
    """Batches of at most `size` criteria: a pure function of its arguments.

    Criteria of one section stay together as far as they fit, since the same places of the artifact decide them.
    Sections, and the criteria within each, stand in an order that rubric and seed alone decide, so that a second look
    has another first criterion, other neighbours, and other batches.
    """
    key = f"{rubric_sha256}:{seed}"
    sections: dict[tuple[str, ...], list[Criterion]] = {}
    for criterion in criteria:
        sections.setdefault(criterion.section, []).append(criterion)
    shuffled = sorted(sections.items(), key=lambda item: _rank(key, "/".join(item[0])))
    chunks = [
        chunk
        for _, members in shuffled
        for chunk in _chunks(sorted(members, key=lambda criterion: _rank(key, criterion.id)), size)
    ]
    return list(_packed(chunks, size))


def _chunks(criteria: Sequence[Criterion], size: int) -> Iterator[tuple[Criterion, ...]]:
    for start in range(0, len(criteria), size):
        yield tuple(criteria[start : start + size])


def _packed(chunks: Iterable[tuple[Criterion, ...]], size: int) -> Iterator[tuple[Criterion, ...]]:
    """Small sections share a batch where they fit whole."""
    batch: tuple[Criterion, ...] = ()
    for chunk in chunks:
        if batch and len(batch) + len(chunk) > size:
            yield batch
            batch = ()
        batch += chunk
    if batch:
        yield batch


def _rank(key: str, name: str) -> str:
    return hashlib.sha256(f"{key}:{name}".encode("utf-8", "surrogatepass")).hexdigest()
