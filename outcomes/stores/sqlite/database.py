"""Opening the database: pragmas, numbered migrations with a backup before them, and no opening of what is newer."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from outcomes.errors import StoreError
from outcomes.shortage import in_words
from outcomes.system import exclusive

BUSY_SECONDS: Final = 30.0
_ONLY_READ: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class Migration(NamedTuple):
    """One numbered step of the schema."""

    number: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps in order; the schema's version is the number of the last one."""
    files = sorted(_MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Migration(int(file.name[:4]), file.stem[5:], file.read_text(encoding="utf-8")) for file in files)


def open_database(path: Path, steps: tuple[Migration, ...] | None = None) -> sqlite3.Connection:
    """A connection to the database, made or brought up to date if need be.

    Args:
        path: the file; its folder is made.
        steps: migrations other than our own.

    Raises:
        StoreError: it is none of ours, damaged, of a later release, or cannot be written.
    """
    steps = migrations() if steps is None else steps
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(lock_of(path)), ExitStack() as undo:
            connection = undo.enter_context(closing(_connect(path)))
            _bring_up_to_date(connection, path, steps)
            undo.pop_all()
            return connection
    except sqlite3.Error as error:
        raise broke(path, error) from None
    except OSError as error:
        if error.errno in _ONLY_READ and path.is_file():
            return _open_to_read(path, steps)
        msg = f"{path} cannot be opened: {in_words(error)}"
        raise StoreError(msg) from None


def _open_to_read(path: Path, steps: tuple[Migration, ...]) -> sqlite3.Connection:
    """A connection that nothing can be written through: to what somebody else keeps, or to a copy on a disc.

    SQLite cannot make the files that it wants beside a database there; without a log that is no loss.
    """
    log = path.with_name(path.name + "-wal")
    alone = not log.exists() or not log.stat().st_size
    how = "mode=ro&immutable=1" if alone else "mode=ro"
    try:
        with ExitStack() as undo:
            opened = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, check_same_thread=False)
            connection = undo.enter_context(closing(opened))
            version = _version(connection, path, steps)
            if version != steps[-1].number:
                msg = f"{path} has schema {version} and cannot be brought up to date where it lies: take a copy of it"
                raise StoreError(msg)
            undo.pop_all()
            return connection
    except sqlite3.Error as error:
        raise broke(path, error) from None


def lock_of(path: Path) -> Path:
    """The file whose lock is held by whoever writes to the database.

    SQLite's own locks would do, but for a fault in its releases up to 3.51.2: two connections that write and move the
    log into the database at the same moment could damage it. https://sqlite.org/wal.html#walresetbug
    """
    return path.with_name(path.name + "-lock")


def broke(path: Path, error: sqlite3.Error) -> StoreError:
    """What SQLite says, with the file and what to do about it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if "CORRUPT" in name or "NOTADB" in name or "malformed" in str(error):
        advice = "it is damaged, or no database of ours; put a copy in its place, or move it away and begin anew"
    elif "FULL" in name or "IOERR" in name:
        advice = "the disk is full or failing; make room, and the run goes on from where it is"
    elif "READONLY" in name or "PERM" in name:
        advice = "it can only be read; see that file and folder can be written, or choose another folder"
    elif "CANTOPEN" in name:
        advice = "see that the folder can be written, and that this program may open more files (ulimit -n)"
    elif "BUSY" in name or "LOCKED" in name:
        advice = "another program holds it; close what looks into it and try again"
    else:
        advice = "see that the folder can be written"
    return StoreError(f"{path}: {error}; {advice}")


def _connect(path: Path) -> sqlite3.Connection:
    # One thread uses it, but not the one that opens it.
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...]) -> None:
    version, newest = _version(connection, path, steps), steps[-1].number
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        msg = f"{path} is a database of something else; choose another folder for runs"
        raise StoreError(msg)
    if 0 < version < newest:
        _back_up(connection, path.with_name(f"{path.name}.schema-{version}.backup"))
    for step in steps:
        if step.number > version:
            # One transaction with its own number: a step is taken whole or not at all.
            connection.executescript(f"BEGIN IMMEDIATE;\n{step.sql}\nPRAGMA user_version = {step.number};\nCOMMIT;")


def _version(connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...]) -> int:
    """The schema's; a later one than ours is refused."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    newest = steps[-1].number
    if version > newest:
        msg = f"{path} was written by a later release (schema {version}; this one knows {newest}): update outcomes"
        raise StoreError(msg)
    return version


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """A whole copy under another name, before anything is changed; one that is there already stays."""
    if target.exists():
        return
    partial = target.with_name(target.name + ".partial")
    with closing(sqlite3.connect(partial)) as copy:
        connection.backup(copy)
    partial.replace(target)
