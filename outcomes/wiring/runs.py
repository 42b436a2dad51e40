"""Where runs are kept, and what is drawn at random for one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from outcomes.store import Holder
from outcomes.system import Process

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.store import Store


class KeptRuns:
    """Where runs are kept on disk: their records, and beside them the bytes."""

    def __init__(self, root: Path) -> None:
        """Nothing is made before something is kept."""
        from outcomes.stores.folder import FolderBlobs
        from outcomes.stores.sqlite.store import SqliteStore

        self.root = root
        self.store = SqliteStore(root)
        self.blobs = FolderBlobs(root / "blobs")

    def __enter__(self) -> Self:
        """Open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.store.close()


def without_content(store: Store) -> Store:
    """The store, kept from every text of a run."""
    from outcomes.stores.without_content import WithoutContent

    return WithoutContent(store)


def new_holder() -> Holder:
    """This process, in one attempt at a run."""
    here = Process.this()
    return Holder(
        token=secrets.token_hex(8),
        host=here.host,
        boot=here.boot,
        pid=here.pid,
        process_started=here.started,
        process_numbers=here.numbers,
    )


def new_secret() -> str:
    """64 hex digits drawn at random, for the fences of one run."""
    return secrets.token_hex(32)


def new_run_id() -> str:
    """`run_` and 20 hex digits drawn at random."""
    return f"run_{secrets.token_hex(10)}"
