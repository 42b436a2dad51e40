"""Our own checks, and those of other packages, which are found by their entry points when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outcomes.check import CheckSpec
from outcomes.text import said

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

    from outcomes.check import Checks

GROUP: Final = "outcomes.checks"
"""The entry point group: `acme = "acme_checks:CHECKS"`, where `CHECKS` is a check or several."""

OURS: Final = "outcome-engine"

_LONGEST_ERROR: Final = 300


class Problem(NamedTuple):
    """An entry point, or one check of it, that cannot be used, and why."""

    prefix: str
    """The entry point's name, with which the names of its checks begin."""
    owner: str
    message: str


class _Found(NamedTuple):
    checks: dict[str, CheckSpec[Any]]
    problems: tuple[Problem, ...]


class Registry(Mapping[str, CheckSpec[Any]]):
    """Checks by name: ours first, then those of others in the order of their names.

    The checks of another package are named after its entry point: `acme` gives `acme.house_style`, so that none of
    them can ever stand in the way of one of ours. A package is imported only when a name that is not ours is asked
    for, or when all are listed. One that cannot be used is left out, and `problems` says why.
    """

    def __init__(self, own: Checks, find: Callable[[], Iterable[EntryPoint]] | None = None) -> None:
        """`find` gives the entry points of the group; by default those of all that is installed."""
        self._own = own
        self._find = find or (lambda: entry_points(group=GROUP))

    def __getitem__(self, name: str) -> CheckSpec[Any]:
        return self._own[name] if name in self._own else self._others.checks[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from self._others.checks

    def __len__(self) -> int:
        return len(self._own) + len(self._others.checks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be used of what other packages bring."""
        return self._others.problems

    def why_not(self, name: str) -> str:
        """Why a check that is not there may be missing: the problems of the package after which it is named."""
        prefix = name.partition(".")[0]
        if name in self._own or "." not in name:
            return ""
        return " ".join(problem.message for problem in self.problems if problem.prefix == prefix)

    @cached_property
    def _others(self) -> _Found:
        checks: dict[str, CheckSpec[Any]] = {}
        problems: list[Problem] = []
        for entry in sorted(self._find(), key=lambda entry: (entry.name, _owner(entry))):
            owner = _owner(entry)
            try:
                specs = _load(entry)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code: it is named and left out
                why = f"the checks of {owner} ({GROUP}: {entry.name}) cannot be loaded: {said(error, _LONGEST_ERROR)}"
                problems.append(Problem(entry.name, owner, f"{why}."))
                continue
            for spec in specs:
                problem = self._refusal(spec, entry.name, owner, checks)
                if problem:
                    problems.append(Problem(entry.name, owner, problem))
                else:
                    checks[spec.name] = replace(spec, owner=owner)
        return _Found(checks, tuple(problems))

    def _refusal(self, spec: CheckSpec[Any], prefix: str, owner: str, others: Checks) -> str:
        if spec.name in self._own or spec.name in others:
            first = OURS if spec.name in self._own else others[spec.name].owner
            return f"two packages have a check {spec.name!r}: {first} and {owner}; the one of {owner} is left out."
        kinds = {kind for own in self._own.values() for kind in own.kinds}
        if prefix in kinds | {name.partition(".")[0] for name in self._own}:
            return f"{owner} names its checks after {prefix!r}, as ours are; {spec.name!r} is left out."
        if not spec.name.startswith(f"{prefix}."):
            return f"{owner} names a check {spec.name!r}; its names begin with {f'{prefix}.'!r}, so it is left out."
        return ""


def _load(entry: EntryPoint) -> tuple[CheckSpec[Any], ...]:
    found = entry.load()
    specs = (found,) if isinstance(found, CheckSpec) else tuple(found) if isinstance(found, Iterable) else ()
    wrong = next((spec for spec in specs if not isinstance(spec, CheckSpec)), None)
    if not specs or wrong is not None:
        what = type(found if wrong is None else wrong).__name__
        msg = f"{entry.value} is to be one or more checks (functions under @outcomes.check.check), found {what}"
        raise TypeError(msg)
    return specs


def _owner(entry: EntryPoint) -> str:
    """The distribution and its version; an entry point that came from nowhere goes by its value."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else entry.value
