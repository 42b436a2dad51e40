"""What the commands about kept runs share: where they are, and which one is meant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outcomes.errors import UsageError
from outcomes.text import count, did_you_mean

if TYPE_CHECKING:
    from outcomes.store import RunSummary
    from outcomes.wiring import KeptRuns

SCHEMA_VERSION: Final = 1
_MOST_NAMED: Final = 5


def folder(flag: Path | None) -> Path:
    """Where runs are kept: the flag, or what the settings say."""
    from outcomes.settings import load_settings

    return flag if flag is not None else load_settings(os.environ, Path.cwd()).runs


def kept(flag: Path | None) -> KeptRuns:
    """The kept runs, opened."""
    from outcomes.wiring import KeptRuns

    return KeptRuns(folder(flag))


async def find(runs: KeptRuns, given: str) -> RunSummary:
    """The run with this id, or the only one whose id begins so.

    Raises:
        UsageError: there is none, or more than one.
    """
    known = await runs.store.runs()
    exact = [run for run in known if run.run_id == given]
    meant = exact or [run for run in known if run.run_id.removeprefix("run_").startswith(given.removeprefix("run_"))]
    if len(meant) == 1:
        return meant[0]
    names = [run.run_id for run in (meant or known)]
    if meant:
        msg = f"{given!r} is the beginning of {count(len(meant), 'run')}: {_listed(names)}"
    else:
        there = f" The latest: {_listed(names)}" if names else " There are none."
        msg = f"no run {given!r} in {str(runs.root)!r}.{did_you_mean(given, names)}{there}"
    raise UsageError(msg)


def _listed(names: list[str]) -> str:
    latest = names[-_MOST_NAMED:]
    return ", ".join(latest) + (", …" if len(names) > len(latest) else "")
