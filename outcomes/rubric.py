"""What done means: criteria, and the tree that turns verdicts into a score."""

from __future__ import annotations

import hashlib
import json
import math
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.errors import RubricError
from outcomes.text import clip, fold, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROUNDING = 1e-9
"""Scores are sums of products; a threshold is reached when it is missed by no more than this."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckCall(_Value):
    """The code that decides an objective criterion: a check's name and its arguments, as the rubric wrote them."""

    name: str = Field(min_length=1)
    args: dict[str, Any] = Field(default_factory=dict)

    def __str__(self) -> str:
        """As it is written in a rubric: `pptx.slides min=5 max=12`."""
        return " ".join(
            [self.name, *(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in self.args.items())]
        )


class Level(_Value):
    """One descriptor of a graded criterion; `credit` is the share of its points that the level earns, 0 to 1."""

    label: str = Field(min_length=1)
    text: str = ""
    credit: float = Field(ge=0, le=1, allow_inf_nan=False)


class Criterion(_Value):
    """One gradeable statement."""

    id: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1)
    section: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    line: int | None = Field(default=None, ge=1)
    """Where it stands in the rubric's file."""
    required: bool = True
    """A required criterion must pass, whatever the score."""
    points: float = Field(default=1.0, allow_inf_nan=False)
    """Weight in the score. Negative: the criterion passes when the fault is absent, and a fail takes points away."""
    levels: tuple[Level, ...] = ()
    """For a graded criterion: ordered descriptors. It passes at a level that earns full credit."""
    per_occurrence: bool = False
    """Negative points are taken away once for each occurrence counted, not once in all."""
    withheld: bool = False
    """Graded, but never shown to the worker."""
    check: CheckCall | None = None
    """Objective when given, judged when not."""
    applies_when: str | None = Field(default=None, min_length=1)
    """A condition in words; only with one may a verdict be `not_applicable`."""
    about: Literal["visible", "hidden"] = "visible"
    """`hidden`: text outside the normal view (notes, comments, concealed text) is evidence for it."""
    needs: Literal["reference"] | None = None

    @property
    def objective(self) -> bool:
        """Whether code decides it."""
        return self.check is not None

    @model_validator(mode="after")
    def _consistent(self) -> Criterion:
        if not fold(self.text):
            msg = f"criterion {self.id!r} has no words; say what must hold"
            raise RubricError(msg, line=self.line)
        if self.per_occurrence and self.points >= 0:
            msg = (
                f"criterion {self.id!r}: per-occurrence points are deductions and must be negative, not {self.points:g}"
            )
            raise RubricError(msg, line=self.line)
        if self.levels:
            if len({level.label for level in self.levels}) < len(self.levels):
                msg = f"criterion {self.id!r}: two levels have the same label"
                raise RubricError(msg, line=self.line)
            if max(level.credit for level in self.levels) < 1:
                msg = f"criterion {self.id!r}: no level earns full credit, so it could never pass"
                raise RubricError(msg, line=self.line)
        if self.objective and self.levels:
            msg = f"criterion {self.id!r}: a check passes or fails; give levels to judged criteria only"
            raise RubricError(msg, line=self.line)
        return self


class VisibleCriterion(_Value):
    """A criterion as the worker may know it: what is asked, not how it is scored."""

    id: str
    text: str
    section: tuple[str, ...] = ()
    required: bool = True
    applies_when: str | None = None


def criterion_id(section: tuple[str, ...], text: str) -> str:
    """An id that an edit elsewhere keeps: `slug-of-first-words-` and 6 hex of a hash over section and text.

    >>> criterion_id(("Numbers",), "Every figure has a source")
    'every-figure-has-a-source-12063f'
    """
    key = "\n".join([*(fold(part).lower() for part in section), fold(text).lower()])
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{slug(text) or 'criterion'}-{digest}"


class Leaf(_Value):
    """A criterion in the scoring tree."""

    kind: Literal["leaf"] = "leaf"
    criterion_id: str


class Branch(_Value):
    """A child and its weight relative to its siblings."""

    weight: float = Field(allow_inf_nan=False)
    node: ScoreNode


class Weighted(_Value):
    """A weighted mean: what was earned over the sum of the positive weights, clipped to 0..1.

    A child with a negative weight earns nothing when it passes and takes its weight away when it fails.
    Children that do not apply leave both sides.
    """

    kind: Literal["weighted"] = "weighted"
    children: tuple[Branch, ...] = Field(min_length=1)


ScoreNode = Annotated[Leaf | Weighted, Field(discriminator="kind")]
Branch.model_rebuild()
Weighted.model_rebuild()


def leaves(node: Leaf | Weighted) -> Iterator[Leaf]:
    """Every leaf below a node, in order."""
    if isinstance(node, Leaf):
        yield node
        return
    for branch in node.children:
        yield from leaves(branch.node)


def score(node: Leaf | Weighted, credit: Mapping[str, float | None]) -> float | None:
    """The value of a node, 0..1, given each criterion's credit; `None` when nothing with weight below it applies.

    Credit is 1.0 for a pass, 0.0 for a fail, `None` where the criterion does not apply. Below 0.0 it counts
    further occurrences of a fault: 1 - n for n occurrences.
    """
    if isinstance(node, Leaf):
        return credit[node.criterion_id]
    earned = total = 0.0
    applicable = False
    for branch in node.children:
        value = score(branch.node, credit)
        if value is None or branch.weight == 0:
            continue
        applicable = True
        if branch.weight > 0:
            earned += branch.weight * max(value, 0.0)
            total += branch.weight
        else:
            earned += branch.weight * (1.0 - value)
    if not applicable:
        return None
    if total <= 0.0:
        return 1.0 if earned >= 0.0 else 0.0
    return min(1.0, max(0.0, earned / total))


class BarItem(_Value):
    """What a criterion asks of its verdict."""

    id: str
    required: bool = True
    judged: bool = True
    withheld: bool = False
    conditional: bool = False
    per_occurrence: bool = False
    levels: dict[str, float] = Field(default_factory=dict)


class Bar(_Value):
    """The bar that a grade is measured against: everything of a rubric that decides, and none of its words."""

    rubric_sha256: str
    items: tuple[BarItem, ...] = Field(min_length=1)
    scoring: ScoreNode
    threshold: float = Field(ge=0, le=1, allow_inf_nan=False)
    """The lower score bound that must be reached besides every required criterion."""
    left_out: int = Field(default=0, ge=0)
    """Judged criteria of the full rubric that this one leaves aside."""

    @property
    def scope(self) -> Literal["full", "objective"]:
        """Whether the whole rubric is asked for, or only the part that code decides."""
        return "objective" if self.left_out else "full"

    @cached_property
    def by_id(self) -> dict[str, BarItem]:
        """Items by criterion id, in rubric order."""
        return {item.id: item for item in self.items}


class Rubric(_Value):
    """Criteria in order, how they add up, and the score that is enough. One that cannot be graded cannot be built."""

    criteria: tuple[Criterion, ...]
    title: str = ""
    threshold: float | None = Field(default=None, gt=0, le=1, allow_inf_nan=False)
    """The share of the points that is enough; `None`: every required criterion passes, that is all."""
    scoring: ScoreNode | None = None
    """`None`: one weighted mean over all criteria by their points."""
    applies_to: tuple[str, ...] = ()
    """Kinds of artifact it is written for (`docx`, `pptx` ...); empty: any."""
    left_out: int = Field(default=0, ge=0)
    """Judged criteria left aside by `only_objective`."""
    source: str | None = None
    """The file it was read from, for messages and gaps; not part of its hash."""

    @model_validator(mode="after")
    def _gradeable(self) -> Rubric:
        if not self.criteria:
            msg = "the rubric has no criteria; write at least one list item, for example `- Every figure has a source`"
            raise RubricError(msg, source=self.source)
        self._refuse_twins()
        if all(criterion.points <= 0 for criterion in self.criteria):
            msg = "no criterion has positive points, so nothing could be earned; give at least one a positive weight"
            raise RubricError(msg, source=self.source, line=self.criteria[0].line)
        if self.scoring is not None:
            self._refuse_strangers(self.scoring)
        return self

    def _refuse_twins(self) -> None:
        ids: dict[str, Criterion] = {}
        texts: dict[tuple[tuple[str, ...], str], Criterion] = {}
        for criterion in self.criteria:
            key = (criterion.section, fold(criterion.text).lower())
            twin = texts.get(key)
            if twin is not None:
                what = f"the same criterion twice in one section{_lines(twin, criterion)}"
                msg = f"{what}: {clip(criterion.text, 60)!r}; delete one"
                raise RubricError(msg, source=self.source, line=criterion.line)
            twin = ids.get(criterion.id)
            if twin is not None:
                msg = f"two criteria have the id {criterion.id!r}{_lines(twin, criterion)}; ids must be unique"
                raise RubricError(msg, source=self.source, line=criterion.line)
            texts[key] = ids[criterion.id] = criterion

    def _refuse_strangers(self, scoring: Leaf | Weighted) -> None:
        scored = [leaf.criterion_id for leaf in leaves(scoring)]
        known = [criterion.id for criterion in self.criteria]
        if sorted(scored) != sorted(known):
            missing = sorted(set(known) - set(scored))
            extra = sorted(set(scored) - set(known))
            twice = sorted({name for name in scored if scored.count(name) > 1})
            msg = f"the scoring tree must hold each criterion once: missing {missing}, unknown {extra}, twice {twice}"
            raise RubricError(msg, source=self.source)
        if isinstance(scoring, Weighted) and all(branch.weight <= 0 for branch in scoring.children):
            msg = "no part of the scoring tree has a positive weight, so nothing could be earned; give at least one"
            raise RubricError(msg, source=self.source)

    def __getitem__(self, criterion_id: str) -> Criterion:
        """The criterion with this id; `KeyError` when there is none."""
        return self._by_id[criterion_id]

    @cached_property
    def _by_id(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    @property
    def ids(self) -> tuple[str, ...]:
        """Criterion ids in rubric order."""
        return tuple(self._by_id)

    @property
    def visible(self) -> tuple[Criterion, ...]:
        """The criteria that a worker may know."""
        return tuple(criterion for criterion in self.criteria if not criterion.withheld)

    @cached_property
    def for_worker(self) -> tuple[VisibleCriterion, ...]:
        """The visible criteria, with what a worker may know of them."""
        return tuple(
            VisibleCriterion(id=c.id, text=c.text, section=c.section, required=c.required, applies_when=c.applies_when)
            for c in self.visible
        )

    @cached_property
    def judged_ids(self) -> tuple[str, ...]:
        """Ids of the criteria that no code decides."""
        return tuple(criterion.id for criterion in self.criteria if not criterion.objective)

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that a grader or the score can depend on; not of the file's name, title or lines."""
        content = self.model_dump(
            mode="json", exclude={"source": True, "title": True, "criteria": {"__all__": {"line"}}}
        )
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def tree(self) -> Leaf | Weighted:
        """The scoring tree: the one given, or one weighted mean by points."""
        if self.scoring is not None:
            return self.scoring
        return Weighted(children=tuple(Branch(weight=c.points, node=Leaf(criterion_id=c.id)) for c in self.criteria))

    @cached_property
    def bar(self) -> Bar:
        """What a grade under this rubric is measured against."""
        only_points = not any(criterion.required for criterion in self.criteria)
        return Bar(
            rubric_sha256=self.sha256,
            items=tuple(
                BarItem(
                    id=criterion.id,
                    required=criterion.required,
                    judged=not criterion.objective,
                    withheld=criterion.withheld,
                    conditional=criterion.applies_when is not None,
                    per_occurrence=criterion.per_occurrence,
                    levels={level.label: level.credit for level in criterion.levels},
                )
                for criterion in self.criteria
            ),
            scoring=self.tree,
            threshold=self.threshold if self.threshold is not None else float(only_points),
            left_out=self.left_out,
        )

    def only_objective(self) -> Rubric:
        """The part that needs no judge, a rubric of its own with its own hash; `RubricError` when there is none."""
        kept = tuple(criterion for criterion in self.criteria if criterion.objective)
        if not kept:
            msg = "no criterion carries a check, so there is nothing to grade without a judge"
            raise RubricError(msg, source=self.source)
        if all(criterion.points <= 0 for criterion in kept):
            msg = "the objective criteria have no positive points between them, so they cannot be scored alone"
            raise RubricError(msg, source=self.source)
        scoring = None if self.scoring is None else _prune(self.scoring, {criterion.id for criterion in kept})
        return Rubric(
            criteria=kept,
            title=self.title,
            threshold=self.threshold,
            scoring=scoring,
            applies_to=self.applies_to,
            left_out=self.left_out + len(self.criteria) - len(kept),
            source=self.source,
        )


def _prune(node: Leaf | Weighted, kept: set[str]) -> Leaf | Weighted | None:
    """The tree without the leaves that are not kept, and without branches that become empty."""
    if isinstance(node, Leaf):
        return node if node.criterion_id in kept else None
    children = [(branch.weight, _prune(branch.node, kept)) for branch in node.children]
    alive = tuple(Branch(weight=weight, node=child) for weight, child in children if child is not None)
    return Weighted(children=alive) if alive else None


def _lines(first: Criterion, second: Criterion) -> str:
    if first.line is None or second.line is None:
        return ""
    return f" (lines {first.line} and {second.line})"


WORST = -math.inf
"""The credit of a fault that may occur any number of times."""
