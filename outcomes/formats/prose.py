"""What is enough, said in a sentence: `Pass: at least 80 % overall`, `>= 10/12 and no category scores 0`.

What is recognised goes into the header; what sounds like such a rule and is not understood is told, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from outcomes.formats.outline import Points
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUM = r"\d+(?:\.\d+)?"
_SENTENCE = re.compile(r"[^\n.;!?]*(?:(?:\d\.\d|\.(?=\S))[^\n.;!?]*)*[.;!?]?")
_RULE = re.compile(
    r"\b(?:pass(?:es|ed|ing)?(?:[ -](?:mark|grade|score|threshold|requires?))?|threshold|cut-?off|satisf\w+|"
    r"minimum\s+(?:score|total|grade)|"
    r"accept(?:ed|able|ance)?|require[sd]?|needs?|overall|total|average|avg|mean)\b",
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    rf"(?P<how>at\s+least|>=?|\u2265|no\s+less\s+than|a\s+minimum\s+of|minimum(?:\s+of)?|reach(?:es)?|needs?|requires?|threshold(?:\s+(?:of|is))?|(?:pass(?:ing)?|minimum)\s+(?:mark|score|grade|total)(?:\s+(?:of|is))?|:|=|is)\s*:?\s*"
    rf"(?P<number>{_NUM})\s*(?:(?P<percent>%|percent|per\s+cent)|(?:/|of|out\s+of)\s*(?P<of>{_NUM})(?:\s*(?:points?|pts?))?|(?P<points>points?|pts?)\b(?:\s*(?:of|out\s+of)\s*(?P<of2>{_NUM}))?)?(?![\w/%]|\.\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<number>{_NUM})\s*(?:(?P<percent>%|percent)|(?:/|out\s+of)\s*(?P<of>{_NUM})(?:\s*(?:points?|pts?))?|(?P<points>points?|pts?))\s*(?:or\s+(?:more|higher|above|better)\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"[<>=\u2264\u2265]\s*{_NUM}|{_NUM}\s*(?:%|percent\b|points?\b|pts?\b|/\s*\d)", re.IGNORECASE)
_TOTAL = re.compile(
    rf"\b(?:has|have|there\s+are|(?:is|are)\s+worth)\s+({_NUM})\s*(?:points?|pts?)\b|\btotal(?:\s+(?:is|of))?\s*:?\s*({_NUM})\s*(?:points?|pts?)\s*\.?$",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_STRICT = re.compile(r"(?<![<=>\u2265])>\s*(?![=])|\bmore\s+than\b|\babove\b|\bover\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:avg|average|mean)\b", re.IGNORECASE)
_PART = (
    r"(?:category|categories|section|sections|dimension|dimensions|area|areas|part|parts|criterion|criteria|item|items)"
)
_NO_ZERO = re.compile(
    rf"\bno\s+(?:{_PART}\s+)?(?:(?:may|can|must|should)\s+)?(?:be\s+)?(?:scor(?:es?|ed|ing)\s+|gets?\s+|at\s+|has\s+)?(?:a\s+)?(?:0|zeros?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b(?:each|every|all|no)\s+{_PART}\s+(?P<rest>.*)", re.IGNORECASE)
_BELOW = re.compile(rf"\b(?:below|under|less\s+than|<)\s*(?P<number>{_NUM})\s*(?P<percent>%|percent)", re.IGNORECASE)
_ALL_PASS = re.compile(
    rf"\b(?:all|every|each)\s+(?:the\s+|of\s+the\s+)?{_PART}\s+(?:must|has\s+to|have\s+to|needs?\s+to|is|are)\s+(?:pass|be\s+met|hold|required|mandatory)\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"(?P<whose>[^.,;]+?)(?:'s|\u2019s)?\s+(?:credit|points?|score)?\s*(?:is|are)\s+(?:granted|given|credited|awarded|earned)\s+(?:as\s+long\s+as|if|when)\s+"
    r"(?:either\s+)?(?P<one>[^.,;]+?)\s+or\s+(?P<other>[^.,;]+?)\s+(?:pass(?:es)?|is\s+met|holds?|succeeds?)\b",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"\b(?:automatic(?:ally)?\s+(?:low|fail\w*|zero|reject\w*)|cap(?:s|ped)?\s+(?:the\s+)?(?:score|total|at)|fails?\s+(?:if|when)\s+any|disqualif\w+|"
    r"non-negotiable|regardless\s+of\s+(?:how|the\s+(?:rest|score|other))|must\s+assign|knock-?out|deal-?breaker|(?:is|are)\s+granted\s+(?:if|as\s+long)|no\s+partial\s+credit)\b",
    re.IGNORECASE,
)


class Alternative(NamedTuple):
    """A section whose weight is earned by either of two."""

    whose: str
    either: tuple[str, str]
    offset: int


@dataclass(slots=True)
class Rules:
    """What the sentences of a text say about what is enough."""

    threshold: float | Points | None = None
    threshold_offset: int = 0
    total: float | None = None
    """The points that there are, as the author says."""
    average: float | None = None
    """An average of levels; what share that is, depends on their scale."""
    no_zero: bool = False
    each_least: float | None = None
    all_required: bool = False
    alternatives: list[Alternative] = field(default_factory=list)
    read: list[tuple[int, str]] = field(default_factory=list)
    """Offsets and words of what was understood."""
    stated: list[str] = field(default_factory=list)
    """Sentences that say what there is and no rule."""
    unread: list[tuple[int, str]] = field(default_factory=list)
    """Offsets and words of what sounds like a rule and was not understood."""

    def __bool__(self) -> bool:
        return bool(self.read or self.unread or self.stated)


def read_rules(text: str) -> Rules:
    """The rules in a piece of prose."""
    rules = Rules()
    if not (_RULE.search(text) or _GATE.search(text) or _NO_ZERO.search(text) or _EACH.search(text)):
        return rules
    for start, sentence in _sentences(text):
        _read_sentence(rules, start, sentence)
    return rules


def is_rule(text: str) -> bool:
    """Whether a list item is a rule about the whole and no criterion: `Pass: at least 80 %`."""
    opening = re.match(
        r"(?:\*\*)?(?:pass(?:ing)?(?:\s+(?:mark|score|grade|threshold))?|threshold|overall|minimum\s+(?:score|total))\b",
        text,
        re.IGNORECASE,
    )
    return opening is not None and _PUNCTUATION.search(text) is not None and read_rules(text).threshold is not None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for found in _SENTENCE.finditer(" ".join(text.split("\n"))):
        sentence = found.group().strip()
        if sentence:
            yield found.start() + len(found.group()) - len(found.group().lstrip()), sentence


def _read_sentence(rules: Rules, start: int, sentence: str) -> None:
    total = _TOTAL.search(sentence)
    if total is not None:
        rules.total = float(total.group(1) or total.group(2))
        rules.stated.append(sentence)
        return
    understood = [
        _alternative(rules, start, sentence) or _each(rules, sentence),
        _no_zero(rules, sentence),
        _all_pass(rules, sentence),
        _threshold(rules, start, sentence),
    ]
    if any(understood):
        rules.read.append((start, clip(sentence, 100)))
    elif _GATE.search(sentence) or (_RULE.search(sentence) and _AMOUNT.search(sentence)):
        rules.unread.append((start, clip(sentence, 100)))


def _alternative(rules: Rules, start: int, sentence: str) -> bool:
    found = _ALTERNATIVE.search(sentence)
    if found is None:
        return False
    rules.alternatives.append(Alternative(found.group("whose"), (found.group("one"), found.group("other")), start))
    return True


def _no_zero(rules: Rules, sentence: str) -> bool:
    rules.no_zero = rules.no_zero or _NO_ZERO.search(sentence) is not None
    return _NO_ZERO.search(sentence) is not None


def _all_pass(rules: Rules, sentence: str) -> bool:
    found = _ALL_PASS.search(sentence) is not None
    rules.all_required = rules.all_required or found
    return found


def _each(rules: Rules, sentence: str) -> bool:
    """`Every section reaches at least 60 %`, `no section below 60 %`."""
    found = _EACH.search(sentence)
    number = (_ENOUGH.search(found.group("rest")) or _BELOW.search(found.group("rest"))) if found else None
    if number is None or not number.group("percent"):
        return False
    share = float(number.group("number")) / 100
    if not 0 < share <= 1:
        return False
    rules.each_least = share
    return True


def _threshold(rules: Rules, start: int, sentence: str) -> bool:
    if _EACH.search(sentence) and not re.search(r"\b(?:overall|total)\b", sentence, re.IGNORECASE):
        return False
    found = _AFTER.search(sentence) or _ENOUGH.search(sentence)
    if found is None or not _RULE.search(sentence) or _STRICT.search(sentence):
        return False
    number, groups = float(found.group("number")), found.groupdict()
    of = groups.get("of") or groups.get("of2")
    stated = bool(
        groups.get("how") not in (":", "=", "is")
        or re.match(r"\W*(?:pass|threshold|minimum|cut)", sentence, re.IGNORECASE)
    )
    if not stated and _AFTER.search(sentence) is None:
        return False
    if _AVERAGE.search(sentence) and not groups.get("percent") and not of:
        rules.average = number
    elif groups.get("percent"):
        if not 0 < number <= 100:
            return False
        rules.threshold = number / 100
    elif of:
        rules.threshold = Points(number, float(of))
    elif groups.get("points"):
        rules.threshold = Points(number)
    elif re.search(r"\boverall\b", sentence, re.IGNORECASE):
        rules.average = number
    else:
        return False
    rules.threshold_offset = start
    return True
