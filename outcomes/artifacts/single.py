"""What the readers of single files share: the size limit, the artifact of one file, few flags, how a cut is shown."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from outcomes.artifact import Artifact, Block, FileEntry, Flag
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifact import Unit
    from outcomes.reader import Limits

_MOST_ALIKE = 200


def check_size(data: bytes, name: str, limits: Limits) -> None:
    """Refuse text that is larger than one part may be.

    Raises:
        ArtifactError: `too-large`.
    """
    if len(data) > limits.part_bytes:
        msg = f"{name!r} has {len(data):,} bytes; the limit for one text is {limits.part_bytes:,}."
        raise ArtifactError("too-large", msg, fix="Deliver the part that matters.")


def one_file(
    kind: str,
    data: bytes,
    name: str,
    units: Sequence[Unit],
    flags: Sequence[Flag] = (),
    facts: dict[str, str | int] | None = None,
    content_sha256: str = "",
    *,
    bookmarks: dict[str, str] | None = None,
) -> Artifact:
    """An artifact made of one file. `name` may be a path inside a folder; its last segment names the artifact."""
    own_name = name.rpartition("/")[2]
    entry = FileEntry(own_name, hashlib.sha256(data).hexdigest(), len(data))
    return Artifact(kind, own_name, (entry,), tuple(units), few(flags), content_sha256, facts or {}, bookmarks or {})


def few(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Flags that somebody can read: the first 200 of each code, and one that says how many more there are."""
    kept: list[Flag] = []
    seen: Counter[str] = Counter()
    more: dict[str, Flag] = {}
    for flag in flags:
        seen[flag.code] += 1
        if seen[flag.code] <= _MOST_ALIKE:
            kept.append(flag)
        elif flag.code not in more or flag.severity == "warning":
            more[flag.code] = flag
    rest = (
        Flag(code, f"{seen[code] - _MOST_ALIKE:,} more like these", severity=flag.severity)
        for code, flag in more.items()
    )
    return (*kept, *rest)


def truncation(kept: str, name: str) -> tuple[Block, Flag]:
    """Say, in the text and in a flag, that a limit was reached; `kept` says what was read."""
    detail = f"only {kept} were read; the rest was left out"
    return Block("unreadable", f"{name} / truncated", f"[{detail}]"), Flag("truncated", detail, locator=name)
