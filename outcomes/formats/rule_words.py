"""Words by which a sentence sounds like a rule about the whole: gates, deductions, other ways to add up."""

from __future__ import annotations

import re

DIGIT = re.compile(r"[0-9]")
NUM = r"\d+(?:\.\d+)?"
COUNT = rf"(?:{NUM}|one|two|three|four|five|six|seven|eight|nine|ten|half|most|all)"
PART = (
    r"(?:categor(?:y|ies)|sections?|dimensions?|areas?|parts?|criteri(?:on|a)|items?|requirements?|checks?|questions?)"
)
FAILS = (
    r"\b(?:fail(?:s|ed|ing|ure)?|reject(?:s|ed|ion)?|unacceptable|refused|sent\s+back|returned|"
    r"not\s+(?:be\s+)?(?:accept\w*|pass\w*|enough|sufficient|publish\w*|approved?))\b"
)
_FAILED = re.compile(FAILS, re.IGNORECASE)
_GATES = (
    r"automatic(?:ally)?\s+(?:low|fail\w*|zero|reject\w*|score)",
    r"cap(?:s|ped)?\s+(?:the\s+)?(?:score|total|at)",
    r"fails?\s+(?:if|when)\s+any",
    r"disqualif\w+",
    r"non-negotiable",
    r"regardless\s+of\s+(?:how|the\s+(?:rest|score|other))",
    r"must\s+assign",
    r"knock-?out",
    r"deal-?breaker",
    r"show-?stopper",
    r"(?:hard|gating|blocking|must-pass)\s+(?:requirement|criteri(?:on|a)|gate|fail\w*|constraint|issue|item)s?",
    r"pass\s*/\s*fail",
    r"all[ -]or[ -]nothing",
    r"(?:is|are|be|gets?)\s+(?:rejected|refused|failed|sent\s+back)",
    r"(?:do|must|should|may|can)\s*not\s+(?:be\s+)?(?:pass|accept|approve|publish)(?:e?d)?",
    r"fail\w*\s+the\s+(?:whole|work|submission|document|task|rest)",
    r"the\s+whole\s+(?:\w+\s+)?fails",
    r"unless\s+(?:all|every|each)",
    rf"(?:critical|key|core|essential|mandatory)\s+{PART}\s+must",
)
_SUMS = (
    r"(?:is|are)\s+granted\s+(?:if|as\s+long)",
    r"scores?\s+(?:of\s+)?(?:0|zero)\s+(?:if|when|for|\()",
    r"(?:results?\s+in|gets?|receives?|means?)\s+(?:a\s+)?(?:score\s+(?:of\s+)?)?(?:0|zero)",
    r"deduct(?:s|ed|ions?)?",
    r"penal(?:ty|ties|i[sz]ed?)",
    r"subtract(?:s|ed)?",
    rf"{COUNT}\s+(?:points?|pts?)\s+(?:off|less|lost)",
    r"(?:counts?|weighs?|weight(?:ed|s)?)\s+(?:\w+\s+){0,2}(?:double|twice|triple|half)",
    r"bonus",
    r"extra\s+(?:points?|credit)",
    r"(?:partial|half|full|no)\s+credit",
    rf"(?:lowest|worst|best|weighted\s+(?:average|mean|sum)|average|mean|sum)\s+of\s+(?:the|all)\s+(?:\w+\s+)?(?:{PART}|scores?|grades?)",
    r"grade\s+of\s+[A-F][+-]?",
    rf"at\s+least\s+{COUNT}\s+(?:of|out\s+of)\s+(?:the\s+)?(?:{COUNT}\s+)?{PART}",
    rf"(?:rate|score|grade|mark)\s+(?:each|every|all)\s+(?:the\s+|of\s+the\s+)?{PART}",
    rf"(?:each|every|all)\s+(?:the\s+|of\s+the\s+)?{PART}\s+(?:is|are)\s+(?:scored|rated|graded|marked|worth)",
)
_RULE = re.compile(
    r"\b(?:pass(?:es|ed|ing)?(?:[ -](?:mark|grade|score|threshold|requires?))?|threshold|cut-?off|satisf\w+|"
    r"minimum\s+(?:\w+\s+)?(?:score|total|grade|mark)|min\s+score|must\s+score|"
    r"accept(?:ed|able|ance)?|require[sd]?|needs?|overall|total|average|avg|mean)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"[<>=\u2264\u2265:]\s*{NUM}|{NUM}\s*(?:%|percent\b|points?\b|pts?\b|/\s*\d|out\s+of\b|or\s+(?:more|above|higher|better)\b)",
    re.IGNORECASE,
)
_MINUS = re.compile(rf"(?<![\w.])[-\u2212]{NUM}\s*(?:points?|pts?)?\s+(?:for|per|each|if)\b", re.IGNORECASE)
_STEMS = (
    "accept", "approv", "area", "assign", "automatic", "average", "avg", "award", "back", "below", "best",
    "blocking", "bonus", "breaker", "cap", "categor", "check", "core", "credit", "criteri", "critical", "cut",
    "deal", "deduct", "dimension", "disqualif", "double", "earn", "enough", "essential", "extra", "fail", "fewer",
    "following", "fulfil", "gating", "get", "given", "grad", "grant", "half", "hard", "item", "key", "knock",
    "least", "less", "lowest", "mandatory", "mark", "mean", "meet", "met", "min", "must", "need", "negotiable",
    "nothing", "overall", "part", "pass", "penal", "point", "pt", "publish", "question", "rat", "reach", "receiv",
    "refus", "regardless", "reject", "requir", "result", "return", "satisf", "score", "section", "showstopper",
    "stopper", "subtract", "suffic", "sum", "threshold", "total", "triple", "twice", "unaccept", "under", "unless",
    "weigh", "worst", "worth", "zero",
)  # fmt: skip
"""How a word begins that stands in every rule; most sentences hold none."""
_THREE = frozenset(stem for stem in _STEMS if len(stem) <= 3)
_FOUR = frozenset(stem[:4] for stem in _STEMS if len(stem) > 3)
_SYMBOL = re.compile(r"[<>\u2264\u2265]|[-\u2212][0-9]|\b0\b")
_LETTERS = re.compile(r"[a-z]+")
_SOUNDS = re.compile(rf"(?<!\w)(?:{'|'.join((*_GATES, *_SUMS))})(?!\w)", re.IGNORECASE)


def may_be_a_rule(sentence: str) -> bool:
    """A quick look: false only where nothing in it could be a rule."""
    words = _LETTERS.findall(sentence.lower())
    if not _FOUR.isdisjoint([word[:4] for word in words]) or not _THREE.isdisjoint([word[:3] for word in words]):
        return True
    return _SYMBOL.search(sentence) is not None


def speaks_of_passing(sentence: str) -> bool:
    """Whether a number in it may be what is enough."""
    return _RULE.search(sentence) is not None


def sounds_like_a_rule(sentence: str) -> bool:
    """Whether its author may rely on it when the whole is decided."""
    if _SOUNDS.search(sentence) is not None:
        return True
    if DIGIT.search(sentence) is None:
        return False
    amount = _AMOUNT.search(sentence) is not None
    spoken = amount and (speaks_of_passing(sentence) or _FAILED.search(sentence) is not None)
    return spoken or _MINUS.search(sentence) is not None
