"""What done means: criteria in order, how they add up, and what was not understood of the file they came from."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from outcomes.errors import RubricError
from outcomes.scoring import Branch, Cap, Capped, Floor, Leaf, Node, ScoreNode, Weighted, caps, leaves, prune
from outcomes.text import clip, fold, slug


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


def _one_zero(points: float) -> float:
    """`-0.0` is `0.0`: the two are equal, and must not differ in a hash."""
    return points + 0.0


class Criterion(_Value):
    """One gradeable statement."""

    id: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1)
    section: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    line: int | None = Field(default=None, ge=1)
    """Where it stands in the rubric's file."""
    column: int | None = Field(default=None, ge=1)
    """The column, from 1, at which it begins there."""
    required: bool = True
    """A required criterion must pass, whatever the score."""
    points: Annotated[float, AfterValidator(_one_zero)] = Field(default=1.0, allow_inf_nan=False)
    """Weight in the score. Negative: the criterion passes when the fault is absent, and a fail takes points away."""
    levels: tuple[Level, ...] = ()
    """For a graded criterion: ordered descriptors. It passes at a level that earns full credit."""
    per_occurrence: bool = False
    """Negative points are taken away once for each occurrence counted, not once in all."""
    fault: bool = False
    """The text names a fault, and passes when it is absent. Negative points say so too."""
    cap: float | None = Field(default=None, ge=0, lt=1, allow_inf_nan=False)
    """The most that the whole can score, 0..1, while this criterion does not pass."""
    withheld: bool = False
    """Graded, but never shown to the worker."""
    check: CheckCall | None = None
    """Objective when given, judged when not."""
    applies_when: str | None = Field(default=None, min_length=1)
    """A condition in words; only with one may a verdict be `not_applicable`."""
    about: Literal["visible", "hidden", "looks"] = "visible"
    """`hidden`: text outside the normal view (notes, comments, concealed text) is evidence for it. `looks`: it is about
    what a page looks like, and a grader needs to see pictures of the pages."""
    needs: Literal["reference"] | None = None

    @property
    def objective(self) -> bool:
        """Whether code decides it."""
        return self.check is not None

    @property
    def names_fault(self) -> bool:
        """Whether it passes when what it says is absent."""
        return self.fault or self.points < 0

    def model_post_init(self, _context: object, /) -> None:
        """Checked when it is built, and not again each time it becomes a part of something."""
        if not self.text.strip() or not (self.text.isascii() or fold(self.text)):
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


class VisibleCriterion(_Value):
    """A criterion as the worker may know it: what is asked, not how it is scored."""

    id: str
    text: str
    section: tuple[str, ...] = ()
    required: bool = True
    applies_when: str | None = None
    fault: bool = False
    """The text names what must not occur."""

    @property
    def asked(self) -> str:
        """What to see to, in a sentence."""
        return f"This must not occur: {self.text}" if self.fault else self.text


def criterion_id(section: tuple[str, ...], text: str) -> str:
    """An id that an edit elsewhere keeps: `slug-of-first-words-` and 6 hex of a hash over section and text.

    >>> criterion_id(("Numbers",), "Every figure has a source")
    'every-figure-has-a-source-12063f'
    """
    key = "\n".join([*_folded_path(section), fold(text).lower()])
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{slug(text) or 'criterion'}-{digest}"


@lru_cache(maxsize=1024)
def _folded_path(section: tuple[str, ...]) -> list[str]:
    return [fold(part).lower() for part in section]


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
    floors: tuple[Floor, ...] = ()
    """What parts of the rubric must reach by themselves."""
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


class Note(_Value):
    """Something in a rubric's file that is not in the rubric, or not as it was written."""

    kind: Literal["read_as", "not_understood", "not_carried_over"]
    """`read_as`: understood, in a way that its author should know of."""
    message: str = Field(min_length=1)
    line: int | None = Field(default=None, ge=1)
    column: int | None = Field(default=None, ge=1)

    def __str__(self) -> str:
        """`12:3: message`, leaving out what is not known."""
        return ": ".join([*filter(None, [":".join(str(n) for n in (self.line, self.column) if n)]), self.message])


LATER = {"fault": False, "cap": None}
"""Fields of a criterion that came after rubrics were first hashed: hashed where they say something."""


class Rubric(_Value):
    """Criteria in order, how they add up, and the score that is enough. One that cannot be graded cannot be built."""

    criteria: tuple[Criterion, ...]
    title: str = ""
    threshold: float | None = Field(default=None, gt=0, le=1, allow_inf_nan=False)
    """The share of the points that is enough; `None`: every required criterion passes, that is all."""
    scoring: ScoreNode | None = None
    """`None`: one weighted mean over all criteria by their points. Caps of criteria come on top."""
    floors: tuple[Floor, ...] = ()
    """What parts of it must reach by themselves to be satisfied."""
    applies_to: tuple[str, ...] = ()
    """Kinds of artifact it is written for (`docx`, `pptx` ...); empty: any."""
    references: tuple[str, ...] = ()
    """Files of its author that the artifact is held against, as paths beside the rubric's own."""
    left_out: int = Field(default=0, ge=0)
    """Judged criteria left aside by `only_objective`."""
    notes: tuple[Note, ...] = ()
    """What of the file was not understood, not carried over, or read in a way worth knowing; not hashed."""
    source: str | None = None
    """The file it was read from, for messages and gaps; not part of its hash."""

    @model_validator(mode="after")
    def _gradeable(self) -> Rubric:
        if not self.criteria:
            msg = "the rubric has no criteria; write at least one list item, for example `- Every figure has a source`"
            raise RubricError(msg, source=self.source)
        self._refuse_twins()
        if self.scoring is None and all(criterion.points <= 0 for criterion in self.criteria):
            msg = "no criterion has positive points, so nothing could be earned; give at least one a positive weight"
            raise RubricError(msg, source=self.source, line=self.criteria[0].line)
        if self.scoring is not None:
            self._refuse_strangers(self.scoring)
        self._refuse_unknown_floors()
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

    def _refuse_strangers(self, scoring: Node) -> None:
        """Each criterion counts once; as one of several alternatives it may be looked at again."""
        counted = [leaf.criterion_id for leaf in leaves(scoring, alternatives=False)]
        if counted == list(self.ids) and not any(caps(scoring)) and not _earns_nothing(scoring):
            return
        known = set(self.ids)
        scored = {leaf.criterion_id for leaf in leaves(scoring)}
        missing = sorted(known - scored)
        extra = sorted(scored.union(cap.criterion_id for cap in caps(scoring)) - known)
        twice = sorted(name for name, times in Counter(counted).items() if times > 1)
        if missing or extra or twice:
            msg = f"the scoring tree must hold each criterion once: missing {missing}, unknown {extra}, twice {twice}"
            raise RubricError(msg, source=self.source)
        if _earns_nothing(scoring):
            msg = "no part of the scoring tree has a positive weight, so nothing could be earned; give at least one"
            raise RubricError(msg, source=self.source)

    def _refuse_unknown_floors(self) -> None:
        for floor in self.floors:
            extra = sorted({leaf.criterion_id for leaf in leaves(floor.node)} - set(self.ids))
            if extra:
                msg = f"a floor asks for criteria that are not there: {', '.join(extra)}"
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
            VisibleCriterion(
                id=c.id,
                text=c.text,
                section=c.section,
                required=c.required,
                applies_when=c.applies_when,
                fault=c.names_fault,
            )
            for c in self.visible
        )

    @cached_property
    def judged_ids(self) -> tuple[str, ...]:
        """Ids of the criteria that no code decides."""
        return tuple(criterion.id for criterion in self.criteria if not criterion.objective)

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that a grader or the score can depend on; not of the file's name, title, places or notes.

        What a rubric could not say when rubrics were first hashed is hashed only where it is said, so that the hashes
        in journals hold.
        """
        content = self.model_dump(
            mode="json",
            exclude={"source": True, "title": True, "notes": True, "criteria": {"__all__": {"line", "column"}}},
        )
        for name in ("floors", "references"):
            if not content[name]:
                del content[name]
        for criterion in content["criteria"]:
            for name, unsaid in LATER.items():
                if criterion[name] == unsaid:
                    del criterion[name]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def tree(self) -> Node:
        """The scoring tree: the one given, or one weighted mean by points; below the caps of the criteria, if any."""
        tree = self.scoring
        if tree is None:
            leaf = [Branch(weight=c.points, node=Leaf(criterion_id=c.id)) for c in self.criteria]
            tree = Weighted(children=tuple(leaf))
        limits = tuple(Cap(criterion_id=c.id, limit=c.cap) for c in self.criteria if c.cap is not None)
        return Capped(node=tree, caps=limits) if limits else tree

    @cached_property
    def bar(self) -> Bar:
        """What a grade under this rubric is measured against."""
        only_points = not self.floors and not any(criterion.required for criterion in self.criteria)
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
            floors=self.floors,
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
        ids = frozenset(criterion.id for criterion in kept)
        scoring = None if self.scoring is None else prune(self.scoring, ids)
        return Rubric(
            criteria=kept,
            title=self.title,
            threshold=self.threshold,
            scoring=scoring,
            floors=tuple(floor for floor in self.floors if {leaf.criterion_id for leaf in leaves(floor.node)} <= ids),
            applies_to=self.applies_to,
            references=self.references,
            notes=self.notes,
            left_out=self.left_out + len(self.criteria) - len(kept),
            source=self.source,
        )


def _earns_nothing(scoring: Node) -> bool:
    return isinstance(scoring, Weighted) and all(branch.weight <= 0 for branch in scoring.children)


def _lines(first: Criterion, second: Criterion) -> str:
    if first.line is None or second.line is None:
        return ""
    return f" (lines {first.line} and {second.line})"
