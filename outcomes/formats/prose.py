"""What is enough, said in a sentence: `Pass: at least 80 % overall`, `>= 10/12 and no category scores 0`.

What is recognised goes into the header; what sounds like such a rule and is not understood is told, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from outcomes.formats.outline import Points
from outcomes.formats.rule_words import DIGIT, FAILS, NUM, PART, may_be_a_rule, sounds_like_a_rule, speaks_of_passing
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE = re.compile(r"[^\n.;!?]*(?:(?:\d\.\d|\.(?=\S))[^\n.;!?]*)*[.;!?]?")
_LONGEST = 400
"""Characters of a sentence that may be understood: a rule is short."""
_UNIT = (
    rf"(?:(?P<percent>%|percent|per\s+cent)|(?:/|of|out\s+of)\s*(?P<of>{NUM})(?:\s*(?:points?|pts?))?"
    rf"|(?P<points>points?|pts?)\b(?:\s*(?:of|out\s+of)\s*(?P<of2>{NUM}))?)"
)
_ENOUGH = re.compile(
    r"(?P<how>at\s+least|>=?|\u2265|no\s+less\s+than|a\s+minimum\s+of|minimum(?:\s+of)?|reach(?:es)?|needs?|requires?|threshold(?:\s+(?:of|is))?|(?:pass(?:ing)?|minimum)\s+(?:mark|score|grade|total)(?:\s+(?:of|is))?|:|=|is)\s*:?\s*"
    rf"(?P<number>{NUM})\s*{_UNIT}?(?![\w/%]|\.\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?P<number>{NUM})\s*{_UNIT}?\s*(?:or\s+(?:more|higher|above|better)\b)", re.IGNORECASE)
_BELOW = re.compile(rf"\b(?:below|under|less\s+than|fewer\s+than|<)\s*(?P<number>{NUM})\s*{_UNIT}", re.IGNORECASE)
_FAILS = re.compile(FAILS, re.IGNORECASE)
_TOTAL = re.compile(
    rf"\b(?:has|have|there\s+are|(?:is|are)\s+worth|max(?:imum)?\s+(?:score|total)\s*(?:is|of|:)?)\s+({NUM})\s*(?:points?|pts?)\b"
    rf"|\btotal(?:\s+(?:is|of))?\s*:?\s*({NUM})\s*(?:points?|pts?)\s*\.?$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:each|every|all)\b", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_STRICT = re.compile(r"(?<![<=>\u2265])>\s*(?![=])|\bmore\s+than\b|\babove\s+\d|\bover\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:avg|average|mean)\b", re.IGNORECASE)
_NO_ZERO = re.compile(
    rf"\bno\s+(?:{PART}\s+)?(?:(?:may|can|must|should)\s+)?(?:be\s+)?(?:scor(?:es?|ed|ing)\s+|gets?\s+|at\s+|has\s+)?(?:a\s+)?(?:0|zeros?)\b",
    re.IGNORECASE,
)
_ZERO_FAILS = re.compile(rf"\b(?:zero|0)\s+(?:on|in|for|at)\s+(?:any|one|a\s+single)\s+{PART}\b", re.IGNORECASE)
_EACH = re.compile(rf"\b(?:each|every|all|no)\s+{PART}\s+(?P<rest>.*)", re.IGNORECASE)
_ALL_PASS = re.compile(
    rf"\b(?:all|every|each)\s+(?:(?:of\s+)?(?:the|these)\s+)?(?:{PART}|following)\s+"
    r"(?:(?:must|has\s+to|have\s+to|needs?\s+to|is|are)\s+)?"
    r"(?:pass(?:es|ed)?|(?:be\s+)?(?:met|satisfied|fulfilled|true|required|mandatory)|holds?)\b(?!\s*(?:or|/)\s*fail)(?!\s+(?:if|when)\b)"
    rf"|\bmust\s+(?:meet|satisfy|fulfil|pass)\s+(?:all|every|each)(?:\s+(?:of\s+)?(?:the|these))?(?:\s+(?:{PART}|following))?\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\W*(?:pass|threshold|min(?:imum)?\b|required\s+min|cut)", re.IGNORECASE)
_BARE = re.compile(rf"(?:>=|\u2265)\s*{NUM}\s*(?:%|/)")
"""A sentence that begins with what is enough: `>= 10/12`."""
_OPENING = re.compile(
    r"(?:\*\*)?(?:pass(?:ing)?(?:\s+(?:mark|score|grade|threshold))?|threshold|overall|minimum\s+(?:score|total))\b",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"\b(?:granted|given|credited|awarded|earned)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    r"(?<![^.,;])\s*(?P<whose>[^.,;]+?)(?:'s|\u2019s)?\s+(?:credit|points?|score)?\s*(?:is|are)\s+(?:granted|given|credited|awarded|earned)\s+(?:as\s+long\s+as|if|when)\s+"
    r"(?:either\s+)?(?P<one>[^.,;]+?)\s+or\s+(?P<other>[^.,;]+?)\s+(?:pass(?:es)?|is\s+met|holds?|succeeds?)\b",
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
    for start, sentence in _sentences(text):
        _read_sentence(rules, start, sentence)
    return rules


def is_rule(text: str) -> bool:
    """Whether a list item is a rule about the whole and no criterion: `Pass: at least 80 %`."""
    opening = _OPENING.match(text)
    return opening is not None and _PUNCTUATION.search(text) is not None and read_rules(text).threshold is not None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for found in _SENTENCE.finditer(text.replace("\n", " ")):
        sentence = found.group().strip()
        if sentence:
            yield found.start() + len(found.group()) - len(found.group().lstrip()), sentence


def _read_sentence(rules: Rules, start: int, sentence: str) -> None:
    if not may_be_a_rule(sentence):
        return
    if len(sentence) <= _LONGEST:
        digits = DIGIT.search(sentence) is not None
        if digits and _total(rules, sentence):
            return
        understood = [
            _alternative(rules, start, sentence) or (digits and _each(rules, sentence)),
            _no_zero(rules, sentence),
            _all_pass(rules, sentence),
            digits and _threshold(rules, start, sentence.replace("_", " ")),
        ]
        if any(understood):
            rules.read.append((start, clip(sentence, 100)))
            return
    if sounds_like_a_rule(sentence.replace("_", " ")):
        rules.unread.append((start, clip(sentence, 100)))


def _total(rules: Rules, sentence: str) -> bool:
    """`There are 10 points in total`."""
    found = _TOTAL.search(sentence)
    if found is None or _EVERY.search(sentence):
        return False
    rules.total = float(found.group(1) or found.group(2))
    rules.stated.append(sentence)
    return True


def _alternative(rules: Rules, start: int, sentence: str) -> bool:
    found = _ALTERNATIVE.search(sentence) if _CREDITED.search(sentence) is not None else None
    if found is None:
        return False
    rules.alternatives.append(Alternative(found.group("whose"), (found.group("one"), found.group("other")), start))
    return True


def _no_zero(rules: Rules, sentence: str) -> bool:
    if "0" not in sentence and "zero" not in sentence.lower():
        return False
    found = _NO_ZERO.search(sentence) or (_ZERO_FAILS.search(sentence) and _FAILS.search(sentence))
    rules.no_zero = rules.no_zero or bool(found)
    return bool(found)


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
    """What the whole must reach, in percent, as a share or in points; an average of levels is kept apart."""
    if _EACH.search(sentence) and not re.search(r"\b(?:overall|total)\b", sentence, re.IGNORECASE):
        return False
    found = _enough(sentence)
    if found is None:
        return False
    number = float(found.group("number"))
    of = found.group("of") or found.group("of2")
    if _AVERAGE.search(sentence) and not found.group("percent") and not of:
        rules.average = number
    elif found.group("percent"):
        if not 0 < number <= 100:
            return False
        rules.threshold = number / 100
    elif of:
        rules.threshold = Points(number, float(of))
    elif found.group("points"):
        rules.threshold = Points(number)
    elif 0 < number < 1 and re.search(r"\b(?:threshold|score|overall|total)\b", sentence, re.IGNORECASE):
        rules.threshold = number
    elif re.search(r"\boverall\b", sentence, re.IGNORECASE):
        rules.average = number
    else:
        return False
    rules.threshold_offset = start
    return True


def _enough(sentence: str) -> re.Match[str] | None:
    """The number that is enough: `at least 80 %`, `8/10 or more`, `below 60 % fails`."""
    below = _BELOW.search(sentence)
    if below is not None and _FAILS.search(sentence) is not None:
        return below
    found = _AFTER.search(sentence) or _ENOUGH.search(sentence)
    if found is None or _STRICT.search(sentence):
        return None
    if _BARE.match(sentence):
        return found
    if not speaks_of_passing(sentence):
        return None
    how = found.groupdict().get("how", "")
    return found if how not in (":", "=", "is") or _OPENS.match(sentence) else None
