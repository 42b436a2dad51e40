"""What is known of an endpoint and a model: found out once, remembered, and forgotten when it proves wrong."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from outcomes.models.ways import LADDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outcomes.model import Way
    from outcomes.models.endpoint import Endpoint

FILE: Final = "endpoints.json"
SCHEMA_VERSION: Final = 1
KEPT_SECONDS: Final = 7 * 24 * 3600.0
"""For so long what was found out is believed; servers are brought up to date."""
MOST_ENTRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Ability:
    """How to ask."""

    way: Way | None = None
    """`None`: not found out yet."""
    pictures: bool = True
    tool_results: bool = True


class Abilities:
    """The ability of each endpoint and model, in memory and, where there is a folder, in a file of a few lines.

    The file holds hashes of addresses and names, and what is said above: nothing secret, and nothing that was asked.
    Deleting it is always safe.
    """

    def __init__(self, folder: Path | None, now: Callable[[], float]) -> None:
        """`now` gives seconds since 1970."""
        self._path = folder / FILE if folder is not None else None
        self._now = now
        self._known: dict[str, Ability] = {}

    def of(self, endpoint: Endpoint, model: str) -> Ability:
        """What is known, if only that nothing is."""
        key = _key(endpoint, model)
        if key not in self._known:
            first = Ability(way="native") if endpoint.hosted else Ability()
            self._known[key] = self._read().get(key, first)
        return self._known[key]

    def learn(self, endpoint: Endpoint, model: str, ability: Ability) -> None:
        """Remember it, and write it down."""
        key = _key(endpoint, model)
        self._known[key] = ability
        self._write({**self._entries(), key: {**asdict(ability), "at": self._now()}})

    def forget(self, endpoint: Endpoint, model: str) -> None:
        """Find it out again next time."""
        key = _key(endpoint, model)
        self._known.pop(key, None)
        entries = self._entries()
        if entries.pop(key, None) is not None:
            self._write(entries)

    def _read(self) -> dict[str, Ability]:
        young = self._now() - KEPT_SECONDS
        found = {}
        for key, entry in self._entries().items():
            if entry.get("way") in LADDER and isinstance(entry.get("at"), int | float) and entry["at"] > young:
                pictures, results = entry.get("pictures") is not False, entry.get("tool_results") is not False
                found[key] = Ability(cast("Way", entry["way"]), pictures, results)
        return found

    def _entries(self) -> dict[str, Any]:
        """What the file holds; nothing when there is none, or none that can be read."""
        if self._path is None:
            return {}
        try:
            whole = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(whole, dict) or whole.get("schema_version") != SCHEMA_VERSION:
            return {}
        entries = whole.get("endpoints")
        if not isinstance(entries, dict):
            return {}
        return {key: entry for key, entry in entries.items() if isinstance(entry, dict)}

    def _write(self, entries: Mapping[str, Any]) -> None:
        """All or nothing; where it cannot be written, the next process finds out again."""
        if self._path is None:
            return
        newest = sorted(entries.items(), key=lambda entry: str(entry[1].get("at", "")), reverse=True)[:MOST_ENTRIES]
        text = json.dumps({"schema_version": SCHEMA_VERSION, "endpoints": dict(newest)}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._path.parent, delete=False, encoding="utf-8") as file:
                file.write(text)
            Path(file.name).replace(self._path)
        except OSError:
            return


def cache_folder(xdg_cache_home: str | None, home: str | None) -> Path | None:
    """`$XDG_CACHE_HOME/outcomes`, or `~/.cache/outcomes`; `None` when there is no home. XDG Base Directory 0.8."""
    if xdg_cache_home and Path(xdg_cache_home).is_absolute():
        return Path(xdg_cache_home) / "outcomes"
    return Path(home) / ".cache" / "outcomes" if home else None


@lru_cache(maxsize=64)
def _key(endpoint: Endpoint, model: str) -> str:
    return hashlib.sha256(f"{endpoint.base_url}\0{model}".encode()).hexdigest()[:32]
