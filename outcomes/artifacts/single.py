"""What the readers of single files share: the size limit, the artifact of one file, and flags for unseen text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from outcomes.artifact import Artifact, FileEntry, Flag
from outcomes.errors import ArtifactError
from outcomes.text import count, invisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifact import Block, Unit
    from outcomes.reader import Limits

# Soft hyphens, joiners (emoji, Persian, Indic scripts) and emoji selectors are invisible in honest text too.
_ORDINARY = frozenset("\u00ad\u200c\u200d\ufe0e\ufe0f")
_MOST_NAMED = 5


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
) -> Artifact:
    """An artifact made of one file. `name` may be a path inside a folder; its last segment names the artifact."""
    entry = FileEntry(name, hashlib.sha256(data).hexdigest(), len(data))
    own_name = name.rpartition("/")[2]
    return Artifact(kind, own_name, (entry,), tuple(units), tuple(flags), content_sha256, facts or {})


def unseen_flags(blocks: Iterable[Block]) -> list[Flag]:
    """At most two flags: text that was made unseen, and characters that nobody sees inside text."""
    concealed: list[Block] = []
    peppered: list[Block] = []
    characters: set[str] = set()
    for block in blocks:
        if block.concealed and block.text:
            concealed.append(block)
        if not block.text.isascii() and (found := invisible(block.text) - _ORDINARY):
            characters |= found
            peppered.append(block)
    flags = []
    if concealed:
        reasons = ", ".join(sorted({block.reason or "" for block in concealed}))
        detail = f"{count(len(concealed), 'piece')} of text made unseen ({reasons})"
        flags.append(Flag("hidden-text", detail, locator=concealed[0].locator))
    if peppered:
        detail = f"invisible characters ({_named(characters)}) in {count(len(peppered), 'block')}"
        flags.append(Flag("hidden-text", detail, locator=peppered[0].locator))
    return flags


def _named(characters: set[str]) -> str:
    points = [f"U+{ord(character):04X}" for character in sorted(characters)]
    more = f" and {len(points) - _MOST_NAMED} more" if len(points) > _MOST_NAMED else ""
    return ", ".join(points[:_MOST_NAMED]) + more


def truncated_flag(what: str, locator: str) -> Flag:
    """The flag for content that was left out because a limit was reached; `what` says what was kept."""
    return Flag("truncated", f"only {what} were read; the rest was left out", locator=locator)
