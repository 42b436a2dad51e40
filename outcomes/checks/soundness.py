"""Whether an office package is whole: every part that Office would load is there, declared and readable.

It follows the relationships from the package's root, as Office does, so that stray files in the zip do no harm.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.checks.opc import CONTENT_TYPES, UNREADABLE, Package, Relationship, relationships_of
from outcomes.checks.xml_stream import Damaged
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.reader import Limits

_MAIN: Final = "/officeDocument"


class Problem(NamedTuple):
    """What is wrong with a part (`""`: with the file), and the smallest thing that would mend it."""

    part: str
    problem: str
    fix: str


@dataclass(slots=True)
class Inspection:
    """What was found in one package."""

    parts: int = 0
    relationships: int = 0
    problems: list[Problem] = field(default_factory=list)


def inspect(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Inspection:
    """Walk through everything that the package's root leads to."""
    found = Inspection()
    fix = "Write the file again with a program that makes whole office files."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _walk(Package(archive, limits), found)
    except UNREADABLE as error:
        found.problems.append(Problem("", f"not a whole zip archive: {error}", fix))
    except Damaged as error:
        found.problems.append(Problem(CONTENT_TYPES, str(error), fix))
    return found


def _walk(package: Package, found: Inspection) -> None:
    waiting = [""]
    seen = {""}
    while waiting:
        source = waiting.pop()
        relationships, references = _look_at(package, source, found)
        found.relationships += len(relationships)
        if not source:
            found.problems.extend(_root_problems(package, relationships))
        found.problems.extend(_link_problems(package, source, relationships, references))
        for relationship in relationships:
            name = None if relationship.external else package.real_name(relationship.target)
            if name and name not in seen:
                seen.add(name)
                waiting.append(name)
    found.parts = len(seen) - 1


def _look_at(package: Package, source: str, found: Inspection) -> tuple[list[Relationship], set[str]]:
    """A part's relationships, and the ids by which it refers to them; damage becomes a problem."""
    relationships: list[Relationship] = []
    references: set[str] = set()
    try:
        references = package.references(source) if source else references
    except Damaged as error:
        found.problems.append(Problem(source, str(error), f"Write {source} again: {error}."))
    try:
        relationships = package.relationships(source)
    except Damaged as error:
        where = relationships_of(source)
        found.problems.append(Problem(where, str(error), f"Write {where} again: {error}."))
        references = set()
    return relationships, references


def _root_problems(package: Package, relationships: list[Relationship]) -> Iterator[Problem]:
    main = [relationship.target for relationship in relationships if relationship.kind.endswith(_MAIN)]
    if len(main) != 1:
        problem = f"{count(len(main), 'main document')}, where one is needed"
        yield Problem("_rels/.rels", problem, "Point to the main document, once, in _rels/.rels.")
    for name in main:
        content_type = package.content_type(name)
        if content_type and "main" not in content_type:
            fix = f"Declare the main document's own content type for {name} in {CONTENT_TYPES}."
            yield Problem(name, f"the main document is declared as {clip(content_type)!r}", fix)


def _link_problems(
    package: Package, source: str, relationships: list[Relationship], references: set[str]
) -> Iterator[Problem]:
    where = relationships_of(source)
    times = Counter(relationship.identifier for relationship in relationships)
    for identifier, number in times.items():
        if number > 1:
            yield Problem(
                where, f"{number} relationships {identifier!r}", f"Give each relationship in {where} its own id."
            )
    for identifier in sorted(references - times.keys()):
        fix = f"Add the relationship {identifier} to {where}, or take the reference to it out of {source}."
        yield Problem(source, f"refers to a relationship {identifier!r} that does not exist", fix)
    for relationship in relationships:
        if not relationship.external:
            yield from _target_problems(package, where, relationship)


def _target_problems(package: Package, where: str, relationship: Relationship) -> Iterator[Problem]:
    name = package.real_name(relationship.target)
    if name is None:
        fix = f"Add the part {relationship.target} to the file, or take {relationship.identifier} out of {where}."
        yield Problem(where, f"{relationship.identifier} points to {relationship.target!r}, which is missing", fix)
    elif not package.content_type(name):
        yield Problem(name, "no content type", f"Declare a content type for {name} in {CONTENT_TYPES}.")
