"""The questions that a look begins with, before anybody is asked: what an estimate is made from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.grader import Foreseen
from outcomes.graders.model.ask import frame
from outcomes.graders.model.plan import plan
from outcomes.graders.seen import about_looks, named_apart
from outcomes.renderer import PageImage
from outcomes.verdict import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.model import Model
    from outcomes.rubric import Rubric

_SQUARE = 28
"""Pixels of the side of a square that is a token; see `PageImage.tokens`."""


def foreseen_of(
    model: Model, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact], settings: JudgeSettings
) -> Foreseen:
    """One question for each batch of a first look. Nothing is drawn: pictures are as many as are ever shown."""
    judged = [rubric[name] for name in rubric.judged_ids]
    if not judged:
        return Foreseen(model, (), ())
    look = Look(index=0, criterion_ids=rubric.judged_ids)
    images = (_all_pictures(settings.picture_tokens),) if about_looks(rubric) else ()
    shared = frame(b"estimate", rubric, artifact, look, named_apart(tuple(references), artifact), images, settings)
    batches = plan(judged, size=settings.batch_size, rubric_sha256=rubric.sha256, seed=look.seed)
    return Foreseen(model, tuple(shared.asking(batch) for batch in batches), tuple(map(len, batches)))


def _all_pictures(tokens: int) -> PageImage:
    side = _SQUARE * math.ceil(math.sqrt(max(tokens, 1)))
    return PageImage(locator="all pages", number=1, width=side, height=side, png=b"")
