"""What was found: one verdict per criterion, and the grade that follows from them."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, computed_field, model_validator

from outcomes.errors import GraderError
from outcomes.evidence import Evidence, Quote
from outcomes.rubric import Bar, BarItem
from outcomes.scoring import ROUNDING, WORST, below_caps, leaves, total
from outcomes.usage import FREE, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Criterion, Rubric

Status = Literal["pass", "fail", "cannot_judge", "not_applicable"]
GapKind = Literal["absent", "incomplete", "incorrect", "inconsistent", "format", "unsupported"]
Severity = Literal["blocker", "major", "minor"]
Confidence = Literal["low", "medium", "high"]
GradeResult = Literal["satisfied", "needs_revision", "failed", "undecided"]

CAUTIOUS: tuple[Status, ...] = ("fail", "cannot_judge", "not_applicable", "pass")
"""Without a majority among looks, the first of these that any look gave."""


MOST_COUNTED = 1_000_000
"""Occurrences that a verdict may speak of; nobody counts further, and a score has to be computed from it."""
MOST_TRIED = 10
"""Open criteria below caps for which every combination of applying or not is tried: 1,024 sums."""


class _Found(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Gap(_Found):
    """What separates the artifact from a pass, small enough to act on."""

    missing: str = Field(min_length=1)
    where: tuple[str, ...] = ()
    smallest_fix: str = ""
    done_when: str = ""
    kind: GapKind = "incomplete"
    severity: Severity = "major"


class OpenGap(Gap):
    """A gap with the criterion that it belongs to."""

    criterion_id: str


class Verdict(_Found):
    """The finding for one criterion. A fail has a gap; nothing else has one."""

    criterion_id: str
    searched: str = ""
    evidence: tuple[Evidence, ...] = ()
    rationale: str = ""
    verdict: Status
    gap: Gap | None = None
    level: str | None = None
    """The label reached, for a criterion with levels."""
    count: int | None = Field(default=None, ge=0, le=MOST_COUNTED)
    """Occurrences of a fault, for a criterion that counts them."""
    votes: tuple[Status, ...] = ()
    """What each look said, when there were several."""
    confidence: Confidence | None = None
    """The grader's own, which is not calibrated: for people, and never part of a score."""
    repaired: bool = False
    """Whether its evidence was asked for once more, the verdict being settled: the first quotes were not there."""

    def model_post_init(self, _context: object, /) -> None:
        """Checked when it is built, and not again each time it becomes a part of something."""
        if (self.gap is not None) != (self.verdict == "fail"):
            has = "has a gap" if self.gap is not None else "has no gap"
            msg = f"criterion {self.criterion_id!r}: {self.verdict!r} {has}; only a fail says what is missing"
            raise ValueError(msg)


class Look(_Found):
    """One fresh grading of one artifact. It has nowhere to put free text."""

    index: int = Field(ge=0)
    seed: int = 0
    """Orders the criteria differently in each look."""
    criterion_ids: tuple[str, ...]


class BatchInfo(_Found):
    """Criteria that were asked about together, and what of the artifact was put before the grader for them."""

    criterion_ids: tuple[str, ...]
    """In the order in which they were asked about."""
    unseen: tuple[str, ...] = ()
    """Places that were not shown in full (`slide 7`, `section 2 part 3`), in document order."""
    glimpsed: tuple[str, ...] = ()
    """Blocks among them of which enough was shown to be quoted."""
    pages: tuple[str, ...] = ()
    """Pages of which a picture was shown."""
    questions: int = Field(default=1, ge=0)
    """How often the model was asked, look-ups and repairs included."""
    again: bool = False
    """Whether these were asked about a second time, because the first reply had no usable verdict for them."""


class LookInfo(_Found):
    """Who looked, how, and what it cost."""

    index: int = Field(ge=0)
    seed: int = 0
    grader: str
    """The grader's fingerprint."""
    models: tuple[str, ...] = ()
    prompt_version: str | None = None
    usage: Usage | None = FREE
    """`None` when the grader asked a model that did not say what it used."""
    seconds: float = Field(default=0.0, ge=0)
    batch_size: int | None = Field(default=None, ge=1)
    """The most criteria that were asked about together; `None` where they were not asked about in batches."""
    batches: tuple[BatchInfo, ...] = ()
    """In the order in which they were planned. The seed above orders them and what is in them."""
    from_cache: bool = False
    """Whether the verdicts were given before, to the same question, and were kept."""
    neutralised: tuple[str, ...] = ()
    """Text of the artifact that looks like a mark of a prompt or a tool call, as it was found and made harmless."""
    notes: tuple[str, ...] = ()
    """What was done without: what the endpoint could not do, a reference that was too long to be shown whole."""


class RubricProblem(_Found):
    """What a grader found wrong with a criterion itself: contradictory, vague, two in one."""

    criterion_id: str
    problem: str


class ReferenceInfo(_Found):
    """A file that the artifact was compared with."""

    name: str
    sha256: str


def _same(actual: object, claimed: object) -> bool:
    if isinstance(actual, float) and isinstance(claimed, int | float):
        return math.isclose(actual, claimed, abs_tol=ROUNDING)
    return actual == claimed


_COMPUTED = (
    "satisfied", "result", "score_lower", "score_upper", "required_failures", "required_undecided", "graded", "total",
    "scope",
)  # fmt: skip


class Grade(_Found):
    """All verdicts on one artifact in rubric order, and what follows from them by computation alone.

    The verdicts may cover a part of the rubric (one grader's share, a confirming look); what is not covered counts as
    not judged. Written as JSON it carries the computed fields; on reading they are computed again, and a document in
    which they differ is refused.
    """

    schema_version: int = 1
    artifact_sha256: str
    bar: Bar
    verdicts: tuple[Verdict, ...]
    looks: tuple[LookInfo, ...] = ()
    contradiction: str | None = None
    """Why the rubric does not apply to what was delivered, when a grader says so."""
    injection_suspected: bool = False
    injection_notes: tuple[Quote, ...] = ()
    """What the grader took for instructions to itself, looked up in everything that the artifact holds, seen or not."""
    rubric_problems: tuple[RubricProblem, ...] = ()
    references: tuple[ReferenceInfo, ...] = ()
    """What it was compared with."""

    @model_validator(mode="wrap")
    @classmethod
    def _computed_again(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401
        if isinstance(data, cls):
            return data  # already checked when it was built
        if not isinstance(data, dict):
            return handler(data)
        claimed = {name: data[name] for name in _COMPUTED if name in data}
        grade = handler({name: value for name, value in data.items() if name not in _COMPUTED} if claimed else data)
        for name, value in claimed.items():
            actual = getattr(grade, name)
            if not _same(actual, value):
                msg = f"this grade says {name}={value!r}, but its verdicts give {actual!r}; it was altered or damaged"
                raise ValueError(msg)
        return grade

    def model_post_init(self, _context: object, /) -> None:
        """One verdict each, in rubric order, and none that its criterion does not allow."""
        items = self.bar.by_id
        wanted = iter(items)
        for verdict in self.verdicts:
            if verdict.criterion_id not in wanted:
                msg = f"verdict for {verdict.criterion_id!r} is a stranger, a duplicate or out of rubric order"
                raise ValueError(msg)
            if verdict.verdict == "not_applicable" and not items[verdict.criterion_id].conditional:
                msg = f"criterion {verdict.criterion_id!r} has no `applies when`, so it cannot be not_applicable"
                raise ValueError(msg)
            if verdict.level is not None:
                problem = _level_problem(verdict.verdict, verdict.level, items[verdict.criterion_id])
                if problem:
                    raise ValueError(problem)

    @cached_property
    def by_id(self) -> dict[str, Verdict]:
        """Verdicts by criterion id."""
        return {verdict.criterion_id: verdict for verdict in self.verdicts}

    def with_verdicts(self, verdicts: tuple[Verdict, ...]) -> Grade:
        """The same grade with other verdicts, computed afresh; itself when they are the same."""
        if verdicts == self.verdicts:
            return self
        kept = {name: getattr(self, name) for name in Grade.model_fields if name != "verdicts"}
        return Grade(verdicts=verdicts, **kept, **(self.model_extra or {}))

    def status(self, criterion_id: str) -> Status:
        """A criterion's verdict; `cannot_judge` where there is none."""
        verdict = self.by_id.get(criterion_id)
        return verdict.verdict if verdict is not None else "cannot_judge"

    @property
    def complete(self) -> bool:
        """Whether every criterion has a verdict."""
        return len(self.verdicts) == len(self.bar.items)

    @cached_property
    def _bounds(self) -> tuple[float, float]:
        # Where nothing with points applies, no points are missing, as long as anything applies at all.
        lower = total(self.bar.scoring, self._worst, float(self._surely_applies))
        if self.graded == len(self.bar.items):
            return lower, lower
        return lower, self._upper()

    def _upper(self) -> float:
        """The score of the best completion.

        To pass is best, but for what a cap keeps low: that may better not apply, where the rubric allows it. Beyond
        `MOST_TRIED` such criteria nothing is said but that the score is at most 1.
        """
        best = {item.id: self._credit(item, best=True) for item in self.bar.items}
        open_ = {item.id for item in self.bar.items if item.conditional and self.status(item.id) == "cannot_judge"}
        held = sorted(open_.intersection(below_caps(self.bar.scoring, best)))
        if len(held) > MOST_TRIED:
            return 1.0
        return max(
            total(self.bar.scoring, best | dict.fromkeys(absent, None), float(self._may_apply))
            for size in range(len(held) + 1)
            for absent in combinations(held, size)
        )

    @cached_property
    def _worst(self) -> dict[str, float | None]:
        """Credits when everything that was not judged fails: no completion gives less."""
        return {item.id: self._credit(item, best=False) for item in self.bar.items}

    @cached_property
    def _below_floor(self) -> frozenset[str]:
        """Criteria of the parts that do not surely reach what they must reach by themselves."""
        short = [floor for floor in self.bar.floors if not floor.met(self._worst)]
        return frozenset(leaf.criterion_id for floor in short for leaf in leaves(floor.node))

    def _credit(self, item: BarItem, *, best: bool) -> float | None:
        verdict = self.by_id.get(item.id)
        status: Status = verdict.verdict if verdict is not None else "cannot_judge"
        if status == "not_applicable":
            return None
        if status == "cannot_judge":
            return 1.0 if best else WORST if item.per_occurrence else 0.0
        if verdict is not None and verdict.level is not None:
            return item.levels[verdict.level]
        if status == "pass":
            return 1.0
        occurrences = verdict.count if verdict is not None and verdict.count is not None else 1
        return 1.0 - max(occurrences, 1) if item.per_occurrence else 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def score_lower(self) -> float:
        """The least score that any completion of the criteria not judged could give, 0..1."""
        return self._bounds[0]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def score_upper(self) -> float:
        """The greatest score that any completion of the criteria not judged could give, 0..1."""
        return self._bounds[1]

    @cached_property
    def _required(self) -> dict[Status, int]:
        counts: dict[Status, int] = dict.fromkeys(CAUTIOUS, 0)
        for item in self.bar.items:
            if item.required:
                counts[self.status(item.id)] += 1
        return counts

    @computed_field  # type: ignore[prop-decorator]
    @property
    def required_failures(self) -> int:
        """Required criteria that fail."""
        return self._required["fail"]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def required_undecided(self) -> int:
        """Required criteria that could not be judged."""
        return self._required["cannot_judge"]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def graded(self) -> int:
        """Criteria with a verdict other than `cannot_judge`."""
        return sum(verdict.verdict != "cannot_judge" for verdict in self.verdicts)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> int:
        """Criteria of the whole rubric, those that were left out included."""
        return len(self.bar.items) + self.bar.left_out

    @computed_field  # type: ignore[prop-decorator]
    @property
    def scope(self) -> Literal["full", "objective"]:
        """Whether the whole rubric was asked for, or only the part that code decides."""
        return self.bar.scope

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def satisfied(self) -> bool:
        """Every required criterion passes, threshold and floors are surely reached, and something applies."""
        return (
            self.contradiction is None
            and self.complete
            and not self.required_failures
            and not self.required_undecided
            and self._surely_applies
            and not self._below_floor
            and self.score_lower >= self.bar.threshold - ROUNDING
        )

    @property
    def _may_apply(self) -> bool:
        """Whether some completion of the criteria not judged leaves one that applies."""
        return any(self.status(item.id) != "not_applicable" for item in self.bar.items)

    @property
    def _surely_applies(self) -> bool:
        """Whether every completion does."""
        return any(not item.conditional or self.status(item.id) in ("pass", "fail") for item in self.bar.items)

    @cached_property
    def blocking(self) -> tuple[str, ...]:
        """Ids of failing criteria that stand between the artifact and `satisfied`."""
        short = self.score_lower < self.bar.threshold - ROUNDING
        return tuple(
            item.id
            for item in self.bar.items
            if self.status(item.id) == "fail" and (item.required or short or item.id in self._below_floor)
        )

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def result(self) -> GradeResult:
        """What this grade alone says.

        `failed`: the rubric does not apply. `undecided`: nothing is left to fix, but something that counts is open.
        """
        if self.satisfied:
            return "satisfied"
        if self.contradiction is not None or not self._may_apply:
            return "failed"
        return "needs_revision" if self.blocking else "undecided"

    @cached_property
    def gaps(self) -> tuple[OpenGap, ...]:
        """What is missing: required criteria first, then in rubric order."""
        found = [(self.bar.by_id[v.criterion_id], v.gap) for v in self.verdicts if v.gap is not None]
        found.sort(key=lambda pair: not pair[0].required)
        return tuple(OpenGap(criterion_id=item.id, **vars(gap), **(gap.model_extra or {})) for item, gap in found)

    @property
    def usage(self) -> Usage | None:
        """What all looks used together; `None` as soon as one does not say."""
        return total_usage(look.usage for look in self.looks)


def total_usage(usages: Iterable[Usage | None]) -> Usage | None:
    """The sum, or `None` when one of them is unknown."""
    total = FREE
    for usage in usages:
        if usage is None:
            return None
        if usage is not FREE:
            total = total + usage
    return total


def own_grade(given: object, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
    """What a grader gave, if it is a fresh and whole grade of this artifact under this rubric.

    Raises:
        GraderError: it is something else, of something else, kept from an earlier look, or does not fit the look.
    """
    if not isinstance(given, Grade):
        msg = f"the grader gave a {type(given).__name__}, not an outcomes.Grade"
        raise GraderError(msg)
    if given.artifact_sha256 != artifact.sha256:
        raise GraderError("the grader returned a grade of another artifact")
    if given.bar is not rubric.bar and given.bar != rubric.bar:
        raise GraderError("the grader returned a grade under another rubric")
    stale = sorted({info.index for info in given.looks} - {look.index})
    if stale:
        msg = f"the grader was asked for look {look.index} and returned look {stale[0]}: a kept grade is no fresh look"
        raise GraderError(msg)
    return given.with_verdicts(reconcile(rubric, look, given.verdicts))


def reconcile(rubric: Rubric, look: Look, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Bring a grader's verdicts into rubric order; exactly one for each criterion of the look, or `GraderError`.

    A `not_applicable` where the rubric gives no condition becomes `cannot_judge`: a grader cannot excuse an artifact.
    A level that the criterion does not have, or that contradicts the verdict, is a `GraderError` too.
    """
    given = [verdict.criterion_id for verdict in verdicts]
    missing = [wanted for wanted in look.criterion_ids if wanted not in set(given)]
    extra = sorted(set(given) - set(look.criterion_ids))
    twice = sorted({name for name in given if given.count(name) > 1}) if len(set(given)) < len(given) else []
    if missing or extra or twice:
        parts = [("missing", missing), ("not asked for", extra), ("more than once", twice)]
        found = "; ".join(f"{what}: {', '.join(ids)}" for what, ids in parts if ids)
        msg = f"the grader must give exactly one verdict for each criterion it was asked about; {found}"
        raise GraderError(msg)
    by_id = {verdict.criterion_id: verdict for verdict in verdicts}
    asked = set(look.criterion_ids)
    problems = [_problem(by_id[item.id], item) for item in rubric.bar.items if item.id in asked]
    if any(problems):
        raise GraderError("; ".join(filter(None, problems)))
    return tuple(_excused(by_id[name], rubric[name]) for name in rubric.ids if name in asked)


def _problem(verdict: Verdict, item: BarItem) -> str:
    """What in a verdict contradicts what it says, if anything."""
    if verdict.verdict == "pass" and verdict.count and item.per_occurrence:
        return f"criterion {item.id!r}: a fault that occurs {verdict.count:,} times contradicts 'pass'"
    return _level_problem(verdict.verdict, verdict.level, item) if verdict.level is not None else ""


def _level_problem(status: Status, level: str, item: BarItem) -> str:
    """What is wrong with a verdict's level, if anything: a pass is a level that earns full credit, and nothing less."""
    if level not in item.levels:
        return f"criterion {item.id!r} has no level {level!r}; it has {', '.join(item.levels) or 'none'}"
    if status == ("fail" if item.levels[level] >= 1 else "pass"):
        earns = f"level {level!r} earns {item.levels[level]:.0%} of the points"
        return f"criterion {item.id!r}: {earns}, which contradicts {status!r}; only full credit is a pass"
    return ""


def _excused(verdict: Verdict, criterion: Criterion) -> Verdict:
    if verdict.verdict != "not_applicable" or criterion.applies_when is not None:
        return verdict
    why = f"the grader said not_applicable, but the rubric gives no condition under which it may: {verdict.rationale}"
    return verdict.model_copy(update={"verdict": "cannot_judge", "rationale": why.rstrip(": ")})


def merge(grades: Sequence[Grade]) -> Grade:
    """One grade from several looks at the same artifact under the same rubric.

    A criterion seen by one look keeps that verdict. Seen by several, the majority decides; without a majority the most
    cautious verdict stands (`CAUTIOUS`), so that a tie never passes.
    """
    first, *rest = grades
    if not rest:
        return first
    for grade in rest:
        if (grade.bar.rubric_sha256, grade.artifact_sha256) != (first.bar.rubric_sha256, first.artifact_sha256):
            msg = "only grades of one artifact under one rubric can be merged"
            raise ValueError(msg)
    votes: dict[str, list[Verdict]] = {}
    for grade in grades:
        for verdict in grade.verdicts:
            votes.setdefault(verdict.criterion_id, []).append(verdict)
    return Grade(
        artifact_sha256=first.artifact_sha256,
        bar=first.bar,
        verdicts=tuple(_elect(votes[item.id], item) for item in first.bar.items if item.id in votes),
        looks=tuple(look for grade in grades for look in grade.looks),
        contradiction=_contradiction(grades),
        injection_suspected=any(grade.injection_suspected for grade in grades),
        injection_notes=tuple(dict.fromkeys(note for grade in grades for note in grade.injection_notes)),
        rubric_problems=tuple(dict.fromkeys(problem for grade in grades for problem in grade.rubric_problems)),
        references=tuple(dict.fromkeys(one for grade in grades for one in grade.references)),
    )


def _contradiction(grades: Sequence[Grade]) -> str | None:
    """Why the rubric does not apply, if half of the looks or more say so: a tie is never taken for approval."""
    looks = {look.index for grade in grades for look in grade.looks}
    said = {
        look.index: grade.contradiction for grade in grades if grade.contradiction is not None for look in grade.looks
    }
    return next(iter(said.values()), None) if len(said) * 2 >= len(looks) else None


def _elect(votes: list[Verdict], item: BarItem) -> Verdict:
    if len(votes) == 1:
        return votes[0]
    statuses = [vote.verdict for vote in votes]
    majority = [status for status in CAUTIOUS if statuses.count(status) * 2 > len(votes)]
    winner = majority[0] if majority else next(status for status in CAUTIOUS if status in statuses)
    agreeing = sorted((vote for vote in votes if vote.verdict == winner), key=lambda vote: _worth(vote, item))
    chosen = agreeing[(len(agreeing) - 1) // 2]
    return chosen.model_copy(update={"votes": tuple(statuses)})


def _worth(vote: Verdict, item: BarItem) -> tuple[float, int]:
    """Sorts votes that agree from worst to best, so that the middle one, or the worse of two, can be taken."""
    return item.levels.get(vote.level or "", 0.0), -(vote.count or 0)
