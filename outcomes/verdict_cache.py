"""The seat of kept verdicts: what a grader said of an artifact once, for when the very same is asked again.

The key holds everything that the verdicts depend on, and not the secret of a run: that decides how untrusted text is
fenced, not what it says.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Protocol

from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import Look


class VerdictCache(Protocol):
    """Keeps grades as JSON text. What it gives is checked before it is believed; it may forget whatever it likes."""

    def get(self, key: str) -> str | None:
        """What was put under a key (64 hex digits), if it is still there."""

    def put(self, key: str, grade: str) -> None:
        """Keep it; a cache that cannot write keeps nothing and says nothing."""


def verdict_key(
    rubric: Rubric,
    artifact: Artifact,
    look: Look,
    *,
    fingerprint: str,
    references: Sequence[Artifact] = (),
    where: str = "",
) -> str:
    """64 hex digits over artifact (bytes and name), rubric, look, references, grader and the readers' version.

    The fingerprint names models, settings and prompt version. `where` is the address that is asked, which it leaves
    out: anybody can call a model by a name, and one's word is not taken for another's. The file's name counts because
    it is shown, and is a part of many locators.
    """
    whole = {
        "version": __version__,
        "grader": [fingerprint, where],
        "rubric": rubric.sha256,
        "artifact": [artifact.sha256, artifact.name, artifact.kind],
        "look": [look.index, look.seed, list(look.criterion_ids)],
        "references": [[item.sha256, item.name] for item in references],
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
