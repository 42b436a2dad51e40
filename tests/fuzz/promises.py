"""What every reader promises of every input; `broken` says which promises an input broke, and where in the code."""

from __future__ import annotations

import json
import math
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import outcomes
from outcomes.appearance import Font
from outcomes.artifact import Artifact
from outcomes.blobs import Files
from outcomes.cli.outline import as_data
from outcomes.errors import ArtifactError, OutcomesError
from outcomes.formats.checks import read_check
from outcomes.reader import DEFAULT_LIMITS
from outcomes.stores.memory import MemoryBlobs
from outcomes.text import fold
from outcomes.view import view
from outcomes.wiring import checks
from tests.fuzz.odd import CANARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.artifact import Block
    from outcomes.check import CheckResult, CheckSpec

_PACKAGE: Final = Path(outcomes.__file__).parent
_MOST_QUOTES: Final = 40
_MOST_LOOKED_AT: Final = 3_000
"""Blocks beyond which the costly promises are asked of the first ones only."""
_LONGEST_DETAIL: Final = 400

_NO_BLOCK: Final = re.compile(r"¶\d+$")

Outcome = Artifact | ArtifactError


class Broken(NamedTuple):
    """A promise that was not kept."""

    promise: str
    where: str
    """What tells it from other breaches of the same promise: the function that raised, the kind of block."""
    detail: str

    @property
    def signature(self) -> str:
        """The same for two inputs that break the same thing."""
        return f"{self.promise} @ {self.where}"


class Reading(NamedTuple):
    """What came of one input."""

    code: str
    """An error's code, or `ok`."""
    broken: tuple[Broken, ...]
    flags: tuple[str, ...] = ()
    """The codes of an artifact's flags."""


def reading_of(
    read: Callable[[], Artifact], *, thorough: bool, after_reading: Callable[[int], None] = lambda _: None
) -> Reading:
    """Read an input twice and ask everything of what comes out; `thorough` runs every check too.

    `after_reading` is called once the first reading is over, for whoever measures it, with the characters of its text.
    """
    try:
        outcome: Outcome = _attempt(read)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        after_reading(0)
        return Reading("raised", (_raised("raises", error),))
    after_reading(sum(len(block.text) for block in outcome.walk()) if isinstance(outcome, Artifact) else 0)
    found = [*_same(outcome, read)]
    if isinstance(outcome, Artifact):
        found += _about(outcome, thorough=thorough)
    if isinstance(outcome, ArtifactError):
        return Reading(outcome.code, tuple(found))
    return Reading("ok", tuple(found), tuple(sorted({flag.code for flag in outcome.flags})))


def _attempt(read: Callable[[], Artifact]) -> Outcome:
    try:
        return read()
    except ArtifactError as error:
        return error


def _raised(promise: str, error: BaseException) -> Broken:
    """Where an exception left our code: the innermost of our functions."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(_PACKAGE))] or list(frames)
    place = ours[-1]
    try:
        name = Path(place.filename).relative_to(_PACKAGE).as_posix()
    except ValueError:
        name = Path(place.filename).name
    said = f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]
    return Broken(promise, f"{type(error).__name__} {name}:{place.name}", f"{said} (line {place.lineno}: {place.line})")


def _same(outcome: Outcome, read: Callable[[], Artifact]) -> Iterator[Broken]:
    """The same bytes give the same artifact, or the same error."""
    try:
        again = _attempt(read)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        yield _raised("raises the second time", error)
        return
    if isinstance(outcome, Artifact) and isinstance(again, Artifact):
        if outcome != again:
            yield Broken("same each time", _difference(outcome, again), "two readings differ")
    elif not (isinstance(outcome, ArtifactError) and isinstance(again, ArtifactError) and str(outcome) == str(again)):
        yield Broken("same each time", "outcome", f"{outcome!r}, then {again!r}"[:_LONGEST_DETAIL])


def _difference(one: Artifact, other: Artifact) -> str:
    for block, again in zip(one.walk(), other.walk(), strict=False):
        for name, value in block._asdict().items():
            if name != "children" and value != getattr(again, name):
                return f"{block.kind}.{name}"
    return next(
        (name for name in ("units", "flags", "facts", "bookmarks") if getattr(one, name) != getattr(other, name)), "?"
    )


def _about(artifact: Artifact, *, thorough: bool) -> Iterator[Broken]:
    blocks = list(artifact.walk())
    parts: list[Callable[[], Iterator[Broken]]] = [
        lambda: _bounded(blocks),
        lambda: _addressed(artifact, blocks),
        lambda: _runs(blocks),
        lambda: _values(artifact, blocks),
        lambda: _flagged(artifact),
        lambda: _quotes(artifact, blocks),
        lambda: _shown(artifact, small=len(blocks) <= _MOST_LOOKED_AT),
        lambda: _kept_in(blocks),
    ]
    if thorough:
        parts.append(lambda: _checked(artifact))
    for part in parts:
        try:
            yield from part()
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            yield _raised("raises later", error)


def _bounded(blocks: list[Block]) -> Iterator[Broken]:
    if len(blocks) > DEFAULT_LIMITS.blocks * 1.01:
        yield Broken("within the block limit", "blocks", f"{len(blocks):,} blocks")


def _addressed(artifact: Artifact, blocks: list[Block]) -> Iterator[Broken]:
    """Every locator is one block's, also when dashes and white space are folded; and leads back to it.

    In a folder names are what they are, and two may differ in nothing that is seen.
    """
    seen: dict[str, Block] = {}
    for block in blocks:
        place = block.locator if artifact.kind == "folder" else fold(block.locator)
        if place in seen:
            yield Broken(
                "one locator, one block", f"{seen[place].kind} and {block.kind}", f"{block.locator!r}"[:_LONGEST_DETAIL]
            )
            return
        if not block.locator:
            yield Broken("every block has a locator", block.kind, block.text[:80])
            return
        seen[place] = block
    for block in _sample(blocks):
        if artifact.block(block.locator) is not block:
            yield Broken("a locator leads back", block.kind, f"{block.locator!r}"[:_LONGEST_DETAIL])
            return
    for name, locator in list(artifact.bookmarks.items())[:_MOST_QUOTES]:  # an empty paragraph has a place, no block
        if artifact.kind == "xlsx" and locator:
            continue  # a name may stand for cells in which nothing is stored
        if locator and not (_NO_BLOCK.search(locator) or artifact.block(locator) or artifact.unit_of(locator)):
            yield Broken("a bookmark leads somewhere", "bookmarks", f"{name!r} -> {locator!r}"[:_LONGEST_DETAIL])
            return


def _runs(blocks: list[Block]) -> Iterator[Broken]:
    """Runs cover a block's own text without gaps or overlap."""
    for block in blocks:
        if not block.runs:
            continue
        edges = [0, *(run.end for run in block.runs)]
        starts = [run.start for run in block.runs]
        if starts != edges[:-1] or edges[-1] != len(block.text) or any(run.end <= run.start for run in block.runs):
            where = f"{block.kind}{' without text' if not block.text else ''}"
            yield Broken(
                "runs cover the text", where, f"{block.locator}: {starts[:9]} {edges[1:9]} of {len(block.text)}"
            )
            return


def _values(artifact: Artifact, blocks: list[Block]) -> Iterator[Broken]:
    """Values are of the kinds that they say, finite, and can be written down."""
    for name, value in artifact.facts.items():
        if type(value) not in (str, int):
            yield Broken("facts are text or whole numbers", name, repr(value))
    for block in blocks:
        if (block.visibility == "visible") != (block.reason is None):
            yield Broken(
                "what is unseen has a reason", block.kind, f"{block.locator}: {block.visibility}, {block.reason}"
            )
            return
        problem = next(filter(None, map(_unsound, _numbers(block))), None)
        if problem:
            yield Broken(
                "numbers are finite and of a size", f"{block.kind}: {problem}", block.locator[:_LONGEST_DETAIL]
            )
            return


def _numbers(value: object) -> Iterator[object]:
    """Every number in a block's own fields, however deep; and what is no plain value at all."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        for at, part in enumerate(value):
            if names is None or names[at] != "children":
                yield from _numbers(part)
    elif isinstance(value, int | float) or not (value is None or isinstance(value, str)):
        yield value


def _unsound(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isfinite(value) else repr(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if abs(value) < 1 << 63 else "beyond 64 bits"
    return f"a {type(value).__name__}"


def _flagged(artifact: Artifact) -> Iterator[Broken]:
    """Flags are few enough to be read, and what was cut says so."""
    if len(artifact.flags) > 2_000:
        yield Broken("flags are few", "flags", f"{len(artifact.flags):,} flags")
    if CANARY in artifact.visible_text or any(CANARY in block.text for block in artifact.hidden):
        yield Broken("reads no other file", "text", "the canary's words are in the text")


def _sample(blocks: list[Block]) -> list[Block]:
    step = max(1, len(blocks) // _MOST_QUOTES)
    return blocks[::step]


def _quotes(artifact: Artifact, blocks: list[Block]) -> Iterator[Broken]:
    """What is read can be quoted, where it stands; our own words about what cannot be read are nobody's."""
    for block in _sample([block for block in blocks if block.visible and block.text and block.kind != "unreadable"]):
        if not any(fold(piece) for piece in block.text.replace("…", "...").split("...")):
            continue
        if artifact.find(block.text, block.locator).check not in ("exact", "normalised"):
            yield Broken(
                "text is found where it stands", block.kind, f"{block.locator}: {block.text!r}"[:_LONGEST_DETAIL]
            )
            return
        if artifact.block(block.durable) is None:
            yield Broken("a durable locator leads back", block.kind, block.durable[:_LONGEST_DETAIL])
            return


def _shown(artifact: Artifact, *, small: bool) -> Iterator[Broken]:
    """It can be shown to people, to programs and to a grader."""
    for size in (None, 500) if small else (500,):
        seen = view(artifact, most_tokens=size, looks=True)
        try:
            seen.text.encode()
        except UnicodeEncodeError as error:
            yield Broken("the view is text", "view", str(error)[:_LONGEST_DETAIL])
    if small:
        try:
            json.dumps(as_data(artifact), allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            yield Broken("can be written as JSON", type(error).__name__, str(error)[:_LONGEST_DETAIL])


def _kept_in(blocks: list[Block]) -> Iterator[Broken]:
    """Fonts are shared, so that runs cost little."""
    fonts = {id(run.font): run.font for block in blocks for run in block.runs}
    if len(fonts) > 8 * len(set(fonts.values())) + 8:
        yield Broken(
            "fonts are shared", Font.__name__, f"{len(fonts):,} objects for {len(set(fonts.values())):,} fonts"
        )


# -- checks --------------------------------------------------------------------------------------------------------


def _checked(artifact: Artifact) -> Iterator[Broken]:
    """No check raises, whatever was read."""
    for spec in checks().values():
        if spec.runs_code or (spec.kinds and artifact.kind not in spec.kinds):
            continue
        try:
            result = spec.run(artifact, _arguments(spec), artifact.contents or Files(artifact.files, MemoryBlobs()))
        except OutcomesError:
            continue  # the bytes of the files are not at hand here, and one check asks for them
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            yield _raised(f"check {spec.name} raises", error)
            continue
        yield from _placed(spec, artifact, result)


def _placed(spec: CheckSpec[Any], artifact: Artifact, result: CheckResult) -> Iterator[Broken]:
    """A finding names a block or unit that is there, an empty paragraph (which is no block), or a part of the file."""
    for finding in result.findings[:_MOST_QUOTES]:
        at = finding.locator
        part = "/" in at and " " not in at.removeprefix(f"{artifact.name} / ")
        if not (not at or part or _NO_BLOCK.search(at) or artifact.block(at) or artifact.unit_of(at)):
            yield Broken(f"check {spec.name} names a place", "finding", at[:_LONGEST_DETAIL])
            return


def _arguments(spec: CheckSpec[Any]) -> object:
    """Those of the check's own example."""
    return spec.args.model_validate(read_check(spec.example.removeprefix("check:").strip(), _fail).args)


def _fail(message: str, _offset: int) -> NoReturn:
    raise ValueError(message)
