"""What the readers of single files share: the size limit, the artifact of one file, and how a cut is shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from outcomes.artifact import Artifact, Block, FileEntry, Flag
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Unit
    from outcomes.reader import Limits


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
    own_name = name.rpartition("/")[2]
    entry = FileEntry(own_name, hashlib.sha256(data).hexdigest(), len(data))
    return Artifact(kind, own_name, (entry,), tuple(units), tuple(flags), content_sha256, facts or {})


def truncation(kept: str, name: str) -> tuple[Block, Flag]:
    """Say, in the text and in a flag, that a limit was reached; `kept` says what was read."""
    detail = f"only {kept} were read; the rest was left out"
    return Block("unreadable", f"{name} / truncated", f"[{detail}]"), Flag("truncated", detail, locator=name)
