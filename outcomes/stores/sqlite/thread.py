"""The one thread that owns the connection: what is asked for while it is busy shares the next commit."""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from outcomes.errors import StoreError
from outcomes.shortage import in_words
from outcomes.stores.sqlite.database import broke, lock_of, open_database
from outcomes.system import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
MOST_TOGETHER: Final = 256
"""Calls that share one commit."""
_OWN_FAULTS: Final = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""What SQLite says of a single statement, not of the database."""


@dataclass(frozen=True, slots=True)
class _Call:
    work: Callable[[sqlite3.Connection], Any]
    writes: bool
    done: Future[Any]


class _Answer(NamedTuple):
    call: _Call
    value: object
    error: BaseException | None


class DatabaseThread:
    """Carries out calls in the order in which they come, the writes of a moment in one transaction.

    A call that fails takes back what it has done and nothing else. A commit that fails fails all that share it, and the
    database is opened anew for what comes next. A forked process has a thread and a connection of its own.
    """

    def __init__(self, path: Path) -> None:
        """The database is opened with the first call."""
        self._path = path
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it, and come back when it is on the disk."""
        return await self._ask(work, writes=True)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it after everything that was asked before."""
        return await self._ask(work, writes=False)

    def close(self) -> None:
        """Finish what was asked for and close the database. The next call opens it again."""
        self._leave_to_parent()
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._calls.put(None)
                thread.join()

    async def _ask(self, work: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        call = _Call(work, writes, Future())
        self._leave_to_parent()
        with self._starting:
            if self._thread is None:
                # Nothing is lost when the interpreter leaves it behind: what is not committed was not acted on.
                self._thread = threading.Thread(target=self._run, name=f"outcomes {self._path.name}", daemon=True)
                self._thread.start()
            self._calls.put(call)
        return cast("T", await asyncio.wrap_future(call.done))

    def _leave_to_parent(self) -> None:
        """After a fork: the thread is the parent's, and SQLite forbids to use its connection here."""
        if self._process != os.getpid():
            self._begin()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while (first := self._calls.get()) is not None:
            calls = [first, *self._waiting()]
            ends = None in calls
            todo = [call for call in calls if call is not None]
            sound = False
            try:
                connection = connection if connection is not None else open_database(self._path)
                sound = _carry_out(todo, connection, self._path)
            except BaseException as error:  # noqa: BLE001 - whoever asked is told, and this thread goes on
                _fail(todo, error)
            if not sound:
                _close(connection)
                connection = None
            if ends:
                break
        _close(connection)

    def _waiting(self) -> list[_Call | None]:
        found: list[_Call | None] = []
        while len(found) < MOST_TOGETHER:
            try:
                found.append(self._calls.get_nowait())
            except queue.Empty:
                break
            if found[-1] is None:
                break
        return found


def _close(connection: sqlite3.Connection | None) -> None:
    """The last one to close moves the log into the database; one that cannot leaves that to the next."""
    if connection is not None:
        with suppress(sqlite3.Error):
            connection.close()


def _carry_out(calls: list[_Call], connection: sqlite3.Connection, path: Path) -> bool:
    """Do all of them; whether the connection can be used again."""
    writes = [call for call in calls if call.writes]
    sound = True
    if writes:
        try:
            with exclusive(lock_of(path)):
                answers = _together(writes, connection)
        except sqlite3.Error as error:
            _fail(writes, broke(path, error))
            sound = False
        except OSError as error:
            _fail(writes, StoreError(f"{path} cannot be written: {in_words(error)}"))
        else:
            for answer in answers:
                _settle(*answer)
    for call in calls:
        if not call.writes:
            try:
                _settle(call, call.work(connection), None)
            except sqlite3.Error as error:
                _settle(call, None, broke(path, error))
                sound = False
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                _settle(call, None, error)
    return sound


def _together(calls: list[_Call], connection: sqlite3.Connection) -> list[_Answer]:
    """All in one transaction, each with a point to go back to."""
    answers: list[_Answer] = []
    connection.execute("BEGIN IMMEDIATE")
    try:
        for call in calls:
            connection.execute("SAVEPOINT one")
            try:
                answers.append(_Answer(call, call.work(connection), None))
            except Exception as refused:
                if isinstance(refused, sqlite3.Error) and not isinstance(refused, _OWN_FAULTS):
                    raise
                connection.execute("ROLLBACK TO one")
                answers.append(_Answer(call, None, refused))
            connection.execute("RELEASE one")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return answers


def _settle(call: _Call, answer: object, error: BaseException | None) -> None:
    if call.done.set_running_or_notify_cancel():
        if error is not None:
            call.done.set_exception(error)
        else:
            call.done.set_result(answer)


def _fail(calls: list[_Call], error: BaseException) -> None:
    for call in calls:
        if not call.done.done():
            _settle(call, None, error)
