"""One batch of criteria from question to verdicts: look-ups answered, what is missing asked again, quotes repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.errors import BudgetReached, GraderError
from outcomes.evidence import check_evidence
from outcomes.graders.model.repair import needs_repair, not_found, repaired
from outcomes.graders.model.replies import parse
from outcomes.graders.model.tools import Desk
from outcomes.graders.model.turns import gone_on
from outcomes.graders.seen import given_of
from outcomes.model import NO_PICTURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.model.ask import Frame
    from outcomes.graders.model.replies import Parsed
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.graders.model.spent import Spent
    from outcomes.model import Question, Reply
    from outcomes.rubric import Criterion
    from outcomes.verdict import BatchInfo, Verdict


class Asked(NamedTuple):
    """What asking about some criteria gave."""

    parsed: Parsed
    verdicts: tuple[Verdict, ...]
    """Those of `parsed`, repaired where a pass had no words to stand on, with every quote looked up."""
    info: BatchInfo


@dataclass(frozen=True)
class Asking:
    """All that it takes to ask about criteria of one artifact."""

    frame: Frame
    artifact: Artifact
    references: tuple[Artifact, ...]
    settings: JudgeSettings
    model: Spent

    async def batch(self, criteria: Sequence[Criterion]) -> tuple[Asked, ...]:
        """Verdicts for all of them: in one question, or two where the first reply left some out.

        Raises:
            GraderError: the second reply left some out too, or one of them cannot be taken for an answer at all.
        """
        first = await self._ask(criteria, again=False)
        left = [criterion for criterion in criteria if criterion.id in first.parsed.unusable]
        if not left:
            return (first,)
        return first, await self._ask(left, again=True)

    async def _ask(self, criteria: Sequence[Criterion], *, again: bool) -> Asked:
        desk = Desk(self.frame, self.artifact, self.settings)
        parsed, questions = await self._parsed(criteria, desk, again=again)
        judged = [(item, parsed.verdicts[item.id]) for item in criteria if item.id in parsed.verdicts]
        info = self._account(desk, criteria, questions=questions, again=again)
        checked = self._checked(judged, info)
        weak = [
            (item, verdict)
            for (item, verdict), found in zip(judged, checked, strict=True)
            if needs_repair(verdict, found, item)
        ]
        if weak:
            reply, more = await self._repair(weak, desk)
            mended = {item.id: repaired(verdict, reply, item, self.artifact) for item, verdict in weak}
            info = self._account(desk, criteria, questions=questions + more, again=again)
            checked = self._checked([(item, mended.get(item.id, verdict)) for item, verdict in judged], info)
        seen = (
            self._unseen(verdict) if item.about == "looks" and self._blind else verdict
            for (item, _), verdict in zip(judged, checked, strict=True)
        )
        return Asked(parsed, tuple(seen), info)

    def _checked(self, judged: Sequence[tuple[Criterion, Verdict]], info: BatchInfo) -> list[Verdict]:
        """The verdicts with every quote looked up in what was shown by then."""
        given = given_of(self.artifact, info, self.references, self.frame.parts)
        return [check_evidence(verdict, item, self.artifact, given) for item, verdict in judged]

    @property
    def _blind(self) -> bool:
        """Whether the endpoint takes no pictures, whatever was sent to it."""
        return NO_PICTURES in self.model.notes

    def _account(self, desk: Desk, criteria: Sequence[Criterion], *, questions: int, again: bool) -> BatchInfo:
        """What was put before the model; pictures that it was not given are none."""
        info = desk.account(criteria, questions=questions, again=again)
        return info.model_copy(update={"pages": ()}) if self._blind else info

    def _unseen(self, verdict: Verdict) -> Verdict:
        """What nobody has looked at is open, whichever way it was judged."""
        blank: dict[str, Any] = {"verdict": "cannot_judge", "gap": None, "level": None, "count": None}
        return verdict.model_copy(
            update=blank | {"rationale": f"it is about what the pages look like, and {NO_PICTURES}"}
        )

    async def _parsed(self, criteria: Sequence[Criterion], desk: Desk, *, again: bool) -> tuple[Parsed, int]:
        """What the question comes to, and how many it took."""
        question, reply, questions = await self._converse(self.frame.asking(criteria, again=again), desk)
        try:
            parsed = parse(_answer(reply, questions), criteria, self.artifact)
            if again and parsed.unusable:
                raise _useless(parsed.unusable)
        except GraderError:
            await self.model.disown(question)  # or a run that is gone on with would be given the same again
            raise
        return parsed, questions

    async def _repair(
        self, weak: Sequence[tuple[Criterion, Verdict]], desk: Desk
    ) -> tuple[Mapping[str, Any] | None, int]:
        """One question for other quotes, and what came of it; `None` where that is nothing usable.

        Where it does not fit the budget any more, what is settled already is not given up for it.
        """
        question = self.frame.repairing([(criterion, not_found(verdict)) for criterion, verdict in weak])
        try:
            return await self._quotes(question, desk)
        except BudgetReached as short:
            self.model.notes[f"quotes were not asked for again: {short}"] = None
            return None, 0

    async def _quotes(self, question: Question, desk: Desk) -> tuple[Mapping[str, Any] | None, int]:
        """The reply to a repair, after one round of look-ups where there is anything left for them."""
        reply = await self.model.ask(question)
        if reply.value is not None:
            return reply.value, 1
        if desk.closed:
            return None, 1
        results = await desk.answer(reply.tool_uses)
        reply = await self.model.ask(gone_on(question, reply, results))
        return reply.value, 2

    async def _converse(self, question: Question, desk: Desk) -> tuple[Question, Reply, int]:
        """Answer look-ups until the model answers, or nothing is left to look up: the last question and its reply."""
        questions = 0
        while True:
            reply = await self.model.ask(question)
            questions += 1
            if reply.value is not None or not reply.tool_uses or (desk.closed and questions > 1):
                return question, reply, questions
            results = await desk.answer(reply.tool_uses)
            question = gone_on(question, reply, results)


def _answer(reply: Reply, questions: int) -> Mapping[str, Any]:
    """The object in a last reply."""
    if reply.value is not None:
        return reply.value
    if not reply.tool_uses:
        raise GraderError("the model's reply is neither verdicts nor a request to look something up")
    msg = f"the model went on looking things up after {questions - 1} rounds instead of giving its verdicts"
    raise GraderError(msg)


def _useless(unusable: Mapping[str, str]) -> GraderError:
    name, why = next(iter(unusable.items()))
    more = f" (and {len(unusable) - 1} more)" if len(unusable) > 1 else ""
    return GraderError(f"the model gave no usable verdict for {name!r}{more}, asked twice: {why}")
