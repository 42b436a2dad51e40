"""What cannot be seen in the file: how it was made, what is true outside it, and what somebody feels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_CHECKED = (
    "reviewed|tested|checked|approved|proofread|proof-read|verified|validated|double-checked|peer-reviewed|signed off"
)
_PROCESS = re.compile(
    rf"\b(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?(?:{_CHECKED})\b"
    rf"|\b(?:{_CHECKED}|written|drafted)\s+by\s+(?:an?|the|two|at least|someone|every)\b"
    r"|\bthe\s+(?:author|writer|team|agent|analyst|student|developer|worker)s?\s+(?:has|have|had)?\s*(?:carefully\s+)?"
    f"(?:{_CHECKED}|read|considered|understood|followed|tried|consulted|researched|navigated|"
    r"opened|downloaded|searched)\b"
    r"|\bon\s+time\b|\bbefore\s+the\s+deadline\b|\bin\s+a\s+timely\s+manner\b"
    r"|\bwithin\s+(?:the\s+)?(?:budget|deadline|time\s+limit)\b"
    "|^(?:navigated|downloaded|opened|clicked|installed|logged|searched|contacted|emailed|"
    r"visited|asked|consulted|double-checked)(?=\s)",
    re.IGNORECASE,
)
_PROCESS_WORDS = vocabulary(
    "reviewed tested checked approved proofread proof-read verified validated double-checked peer-reviewed signed "
    "written drafted author writer team agent analyst student developer worker authors writers on deadline timely "
    "within navigated downloaded opened clicked installed logged searched contacted emailed visited asked consulted"
)
_REPORTED = re.compile(
    r"\b(?:says?|states|names|lists|records|shows|documents|documented|mentions|notes|gives|"
    r"describes|whether|who|how)\b",
    re.IGNORECASE,
)


@rule(
    "RB104",
    "process-claim",
    "warning",
    what="A claim about how the file was made, which cannot be seen in it",
    why=(
        "The grader sees the artifact and the rubric and nothing else. It can only believe what the file claims about "
        "itself, and a claim is no evidence."
    ),
    fix="Ask for the trace that it leaves in the file: a name, a date, a result",
    good="- The last page names who approved the report, with the date",
    bad="- The report was reviewed by a colleague",
    wrong_when="The statement is about a thing that the file describes and not about the file (`every "
    "patient was tested`).",
)
def process_claim(subject: Subject) -> Iterator[Hit]:
    """Reviewed by, tested, on time, navigated to: unless the criterion asks that the file says so."""
    for criterion, text in subject.saying(_PROCESS_WORDS):
        found = _PROCESS.search(text)
        if found is not None and not _REPORTED.search(text):
            yield subject.at(criterion, f"{found.group().strip()!r} is about how it was made", found.span())


_GIVEN = (
    "(?:original|source|prompt|brief|task|assignment|contract|request|requirements?|"
    "specifications?|spec|instructions?|"
    r"transcript|study|dataset|user query|guidelines|template|briefing)"
)
_OUTSIDE = re.compile(
    r"(?<!more )(?<!less )(?<!most )\b(?:in)?accurate(?:ly)?\b(?!\s+to\b)|\b(?:factual|clinical|"
    r"technical|historical|legal)\s+accuracy\b|\bup[- ]to[- ]date\b|\bfactually\b|\btrue\s+to\b"
    r"|\bhallucinat\w+\b|\bfabricate[ds]?\b|\bno\s+(?:facts|numbers|figures|citations)\s+are\s+invented\b"
    r"|\b(?:match(?:es)?|agrees?\s+with|consistent\s+with|compl(?:y|ies)\s+with|in\s+line\s+with|"
    r"taken\s+from|faithful\s+to|follows?|meets?|fulfils?|satisf(?:y|ies))"
    rf"\s+(?:the|its|all)\s+(?:\w+\s+)?{_GIVEN}\b"
    r"|\b(?:from|in|by|per)\s+the\s+(?:original\s+)?(?:prompt|brief|task|assignment|request|user "
    r"query|spec|specification)\b"
    r"|\bas\s+(?:requested|instructed|specified|asked)\b(?!\s+(?:in|by|below))"
    r"|\b(?:prompt|brief|task|user|client|request)\s+(?:\w+\s+)?(?:requires?|required|specif(?:y|"
    r"ies)|asks?|requests?|demands?)\b"
    r"|\b(?:when|if|where|explicitly)\s+(?:required|requested)\b",
    re.IGNORECASE,
)
_OUTSIDE_WORDS = vocabulary(
    "accurate accurately accuracy inaccurate inaccurately up-to-date date factually true hallucinated hallucination "
    "hallucinations hallucinate fabricated fabricates fabricate invented match matches agree agrees consistent "
    "comply complies line taken faithful follow follows meet meets fulfil fulfils satisfy satisfies prompt brief "
    "task assignment request spec specification requested instructed specified asked required"
)


@rule(
    "RB105",
    "needs-reference",
    "warning",
    what="Something that only holds against a source which the grader is not given",
    why=(
        "The grader sees neither the task nor the sources unless the rubric lists them. Judges cannot grade what "
        "they could not have answered themselves: a strong model without a reference was only slightly better than "
        "chance on hard correctness (JudgeBench), and a human reference lifts weak judges above strong ones (arXiv "
        "2503.05061)."
    ),
    fix="List the source under `references:` and mark the criterion `(needs: reference)`, or say here what is right",
    good=(
        "---\nreferences: [study.pdf]\n---\n- Every number in the summary is in the study (needs: reference)\n- The "
        "summary names the year of the study"
    ),
    bad="- The figures are accurate",
    wrong_when="The source stands in the file itself (`the summary is consistent with the source in the appendix`).",
)
def needs_reference(subject: Subject) -> Iterator[Hit]:
    """Accurate, up to date, as requested, matches the contract: with no reference given and none asked for."""
    if subject.rubric is None or subject.rubric.references:
        return
    for criterion, text in subject.saying(_OUTSIDE_WORDS):
        found = _OUTSIDE.search(text) if criterion.needs is None else None
        if found is not None:
            message = f"{found.group().strip()!r} cannot be judged without what it is held against"
            yield subject.at(criterion, message, found.span())


_FEELS = re.compile(
    r"\b(?:readers?|audiences?|users?|viewers?|listeners?|customers?|clients?|stakeholders?|"
    "managers?|executives?|investors?|"
    r"people|anyone|everyone|somebody|students?)\s+(?:(?:will|would|can|could|should|may|might)\s+)?(?:\w+ly\s+)?"
    r"(?:enjoys?|feels?|likes?|loves?|appreciates?|remembers?|understands?|knows?|grasps?|trusts?|believes?|"
    r"(?:is|are|be)\s+(?:\w+ly\s+)?(?:impressed|convinced|engaged|persuaded|motivated|moved|"
    r"interested|satisfied|happy|bored|confused))\b",
    re.IGNORECASE,
)
_FEELS_WORDS = vocabulary(
    "reader readers audience audiences user users viewer viewers listener listeners customer customers client "
    "clients stakeholder stakeholders manager managers executive executives investor investors people anyone "
    "everyone somebody student students"
)


@rule(
    "RB106",
    "felt",
    "warning",
    what="What somebody thinks or feels, which is not in the file",
    why=(
        "Nothing can be quoted for it, so that the judge answers for an imagined reader. On subjective topics judges "
        "favour their own work most (arXiv 2604.06996)."
    ),
    fix="Say what in the file would bring that about",
    good="- The first slide names the decision that is asked for",
    bad="- Readers enjoy the introduction",
    wrong_when="The file reports what people said (`the survey says how many customers trust it`).",
)
def felt(subject: Subject) -> Iterator[Hit]:
    """Readers enjoy, the audience is convinced."""
    for criterion, text in subject.saying(_FEELS_WORDS):
        found = _FEELS.search(text)
        if found is not None and not _REPORTED.search(text, 0, found.start()):
            yield subject.at(criterion, f"{found.group()!r} cannot be seen in the file", found.span())
