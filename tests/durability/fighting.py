"""Two processes that want the same run at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.store import RunHeld
from tests.durability.kills import processes
from tests.durability.small import Small

if TYPE_CHECKING:
    from pathlib import Path

MOST_SECONDS = 120.0


class Said(NamedTuple):
    """How it went for one of them."""

    pid: int
    what: str


class Waits:
    """Before the worker does anything, somebody outside has to allow it."""

    def __init__(self, allowed: Any) -> None:
        self._allowed = allowed

    def __enter__(self) -> None:
        self._allowed.wait(MOST_SECONDS)

    def __exit__(self, *_: object) -> None:
        return


def contend(root: Path, together: Any, allowed: Any, answers: Any, pid_of: Any) -> None:
    """Wait for the other, and take the run."""
    small = Small(root, Waits(allowed))
    together.wait(MOST_SECONDS)
    try:
        run = small.go()
    except RunHeld as held:
        answers.put(Said(pid_of(), str(held)))
    else:
        answers.put(Said(pid_of(), f"{run.result} after {len(small.drafts)} drafts"))


def fight(root: Path) -> tuple[Said, Said]:
    """Who was refused, and who went on: the first to answer is the one that was refused, as the other has to wait."""
    import os

    context = processes()
    together, allowed, answers = context.Barrier(2), context.Event(), context.Queue()
    both = [context.Process(target=contend, args=(root, together, allowed, answers, os.getpid)) for _ in range(2)]
    for each in both:
        each.start()
    refused = answers.get(timeout=MOST_SECONDS)
    allowed.set()
    winner = answers.get(timeout=MOST_SECONDS)
    for each in both:
        each.join(MOST_SECONDS)
    return refused, winner
