"""The questions that a look begins with, before anybody is asked: what an estimate is made from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.grader import Foreseen
from outcomes.graders.model.ask import frame
from outcomes.graders.model.plan import plan
from outcomes.graders.seen import about_looks, named_apart
from outcomes.renderer import PageImage, image_tokens
from outcomes.verdict import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.model import Model
    from outcomes.rubric import Rubric

_WORDS = 250
"""On a page that is not full of them."""
_SHORT = 0.75
"""The short edge of a page as a share of the long one, no less than that of paper or of a slide."""
_SQUARE = 28
"""Pixels of the side of a square that is a token; see `PageImage.tokens`."""


def foreseen_of(
    model: Model, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact], settings: JudgeSettings
) -> Foreseen:
    """One question for each batch of a look. Nothing is drawn: pictures are as large as those of so many pages."""
    judged = [rubric[name] for name in rubric.judged_ids]
    if not judged:
        return Foreseen(model, (), ())
    look = Look(index=0, criterion_ids=rubric.judged_ids)
    images = (_pictures(artifact, settings),) if about_looks(rubric) else ()
    shared = frame(b"estimate", rubric, artifact, look, named_apart(tuple(references), artifact), images, settings)
    batches = plan(judged, size=settings.batch_size, rubric_sha256=rubric.sha256, seed=look.seed)
    return Foreseen(model, tuple(shared.asking(batch) for batch in batches), tuple(map(len, batches)))


def _pictures(artifact: Artifact, settings: JudgeSettings) -> PageImage:
    """One as large as all pages together, as far as they are shown: slides are counted, and pages by their words."""
    slides = sum(unit.kind == "slide" for unit in artifact.units)
    pages = slides or math.ceil(artifact.word_count / _WORDS) or 1
    edge = settings.page_long_edge
    tokens = min(pages * image_tokens(edge, math.ceil(edge * _SHORT)), settings.picture_tokens)
    side = _SQUARE * math.ceil(math.sqrt(max(tokens, 1)))
    return PageImage(locator="all pages", number=1, width=side, height=side, png=b"")
