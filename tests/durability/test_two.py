"""Two processes that resume the same run: exactly one drives it, and the other says who does."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from typing import TYPE_CHECKING

import pytest

from outcomes.stores.sqlite.store import SqliteStore

from .fighting import fight
from .small import Small

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 100 if os.environ.get("OUTCOMES_DURABILITY") == "1" else 10


class Gone(BaseException):
    """The process ends here."""


class Dies:
    """Nothing after the first draft was begun."""

    def __enter__(self) -> None:
        raise Gone

    def __exit__(self, *_: object) -> None:
        return


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="processes are forked")
def test_of_two_that_go_on_with_a_run_exactly_one_does_and_the_other_names_it(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    run = Small(begun, Dies()).go()
    assert run.result == "worker_error"
    with SqliteStore(begun / "runs") as store:
        records = asyncio.run(store.read("r"))
    for number in range(ROUNDS):
        root = tmp_path / str(number)
        with SqliteStore(root / "runs") as store:
            for record in records[:2]:
                asyncio.run(store.append("r", record))
        refused, winner = fight(root)
        assert winner.what == "satisfied after 2 drafts"
        assert refused.what == (
            f"run r is being driven by process {winner.pid} on {socket.gethostname()} (last sign of life 0 s ago); "
            "wait until it has ended, or stop it first"
        )
        shutil.rmtree(root)
