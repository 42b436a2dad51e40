"""Words that every judge reads in another way, and no measure beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import NUMBER, small, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_WELL = "written|structured|organi[sz]ed|designed|formatted|presented|researched|argued|explained|documented|laid out"
_ALONE = (
    "appropriate",
    "appropriately",
    "adequate",
    "adequately",
    "sufficient",
    "sufficiently",
    "suitable",
    "suitably",
    "good",
    "nice",
    "nicely",
    "clear",
    "concise",
    "concisely",
    "professional",
    "professionally",
    "intuitive",
    "engaging",
    "compelling",
    "effective",
    "effectively",
    "meaningful",
    "meaningfully",
    "reasonable",
    "reasonably",
    "comprehensive",
    "comprehensively",
    "thorough",
    "thoroughly",
    "proper",
    "properly",
    "readable",
    "polished",
    "excellent",
    "attractive",
    "elegant",
    "coherent",
    "helpful",
    "useful",
    "interesting",
    "insightful",
    "creative",
    "high-quality",
    "user-friendly",
    "reader-friendly",
    "etc",
    "well-written",
    "well-structured",
    "well-organised",
    "well-organized",
    "well-designed",
    "well-formatted",
    "well-presented",
    "well-researched",
    "well-argued",
    "eye-catching",
    "impactful",
    "acceptable",
    "satisfactory",
    "excessive",
    "excessively",
    "convincing",
    "persuasive",
    "scannable",
    "customary",
    "diverse",
    "funny",
)
_PHRASES = (
    r"high quality",
    r"user friendly",
    rf"well (?:{_WELL})",
    r"visually appealing",
    r"aesthetically pleasing",
    r"easy to (?:read|understand|use|follow|navigate)",
    r"easily (?:read|understood|followed|navigated)",
    r"as (?:needed|necessary|required|appropriate)(?! to\b| for\b)",
    r"where (?:necessary|appropriate|relevant)",
    r"when (?:necessary|appropriate|relevant)",
    r"and so on",
    r"and the like",
    r"state of the art",
    r"clearly (?:written|presented|organi[sz]ed|structured|communicated|explained)",
    r"of good quality",
    r"flows? (?:well|smoothly|logically)",
    r"logical flow",
    r"correct length",
    r"right level",
)
_TRIGGERS = frozenset(_ALONE) | vocabulary(
    "quality friendly well appealing pleasing easy easily as where when so like state clearly flow flows length level"
)
_VAGUE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_PHRASES)}|{'|'.join(_ALONE)})(?![\w-])(?:\.(?=\s*[,;)]))?", re.IGNORECASE
)
_NOT_VAGUE = re.compile(
    r"good (?:faith|friday)|clear(?:s|ed|ing)? (?:the|all|text|of)\b|proper (?:nouns?|names?)|sufficient condition|"
    "effective (?:date|from|as of|on)|reasonable (?:person|doubt)|professional (?:bod(?:y|ies)|"
    "qualifications?|indemnity)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"[:(\u2013\u2014;]\s*(?:\S+\s+){2,}|\b(?:so that|such that|i\.e\.|that is|meaning|in that|"
    r"for example|e\.g\.|because|"
    r"such as|as measured by|according to|ensuring)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(rf"\b{NUMBER}\b|[<>=\u2264\u2265%]", re.IGNORECASE)
_MOST_NAMED = 3


@rule(
    "RB101",
    "vague-word",
    "warning",
    what="A word without a measure: clear, appropriate, professional, as needed",
    why=(
        "Judges read such a word in different ways, and one judge in different ways on different days. Asking more "
        "often does not average that out: only a rewritten criterion does. Statements that can be answered with yes "
        "or no raised the agreement between 12 judge models by 0.45 over ratings of quality (CheckEval, arXiv "
        "2403.18771)."
    ),
    fix="Say what would be seen in the file if it were so, with a number or with every, each or no",
    good="- Every term of art is defined where it first appears",
    bad="- The wording is clear and professional",
    wrong_when="The word belongs to the trade and is a term there (clear title, effective date of an unknown kind).",
)
def vague_word(subject: Subject) -> Iterator[Hit]:
    """Vague words of a criterion, once for each, unless something in it says how they are meant."""
    for criterion, text in subject.saying(_TRIGGERS):
        if any(level.text for level in criterion.levels) or _MEASURE.search(text):
            continue
        found = [match for match in _VAGUE.finditer(text) if not _meant(text, match)]
        if not found or _EXPLAINED.search(text, found[-1].end()):
            continue
        words = list(dict.fromkeys(match.group().lower() for match in found))
        named = ", ".join(repr(word) for word in words[:_MOST_NAMED])
        more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
        yield subject.at(criterion, f"{named}{more}: no measure says what is enough", found[0].span())


def _meant(text: str, found: re.Match[str]) -> bool:
    """Whether the words mean something definite here, as a term or at the end of a list of examples."""
    if found.group().lower().startswith("etc"):
        return "e.g." in text[: found.start()]
    return _NOT_VAGUE.match(text, found.start()) is not None


_LABEL_WORDS = 3
_LABEL_LENGTH = 60
_SAYS = vocabulary(
    "is are was has have no not every each all any names states says gives shows lists includes contains must should "
    "uses cites explains follows covers opens fits stands begins ends matches holds avoids meets runs compiles "
    "passes does"
)


def is_label(text: str) -> bool:
    """Whether a text names a quality (`Clarity`, `Use of sources`) and states nothing."""
    words = small(text) if len(text) <= _LABEL_LENGTH else []
    if not 0 < len(words) <= _LABEL_WORDS or not text.isascii() or text.endswith(("?", "]")):
        return False
    return _SAYS.isdisjoint(words) and not any(word.isdigit() for word in words)


@rule(
    "RB102",
    "label-only",
    "warning",
    what="A criterion that names a quality and states nothing: Clarity, Grammar",
    why=(
        "The judge has to invent what the name asks for, and invents something else each time. Very short criteria "
        "are also where judges favour their own work most (arXiv 2604.06996)."
    ),
    fix="Write the sentence that must be true of the file",
    good="- No sentence has a spelling mistake",
    bad="- Grammar",
    wrong_when="The name is a whole demand in its house, such as `Two signatures`.",
)
def label_only(subject: Subject) -> Iterator[Hit]:
    """Judged criteria of a word or three, without levels and without a weight (that is RB201)."""
    for criterion in subject.judged:
        if criterion.levels or criterion.id in subject.led or weighted(subject, criterion.id):
            continue
        if is_label(criterion.text):
            yield subject.at(criterion, f"{criterion.text!r} names a quality and states nothing")


def weighted(subject: Subject, criterion_id: str) -> bool:
    """Whether a criterion has a weight of its own, or stands in a tree of weights."""
    rubric = subject.rubric
    return rubric is not None and (rubric.scoring is not None or rubric[criterion_id].points != 1)
