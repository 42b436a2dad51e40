"""What the criteria leave out when they are looked at together, and how many of them there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject
    from outcomes.rubric import Criterion


@rule(
    "RB302",
    "nothing-required",
    "warning",
    what="No criterion is required and no threshold is stated",
    why="Then every point has to be earned, so that the least of the optional criteria decides as "
    "much as the greatest.",
    fix="Mark what must hold as `(required)`, or say `threshold: 80 %`",
    good="- Every claim names its source (2 points) (required)\n- Every claim is dated (1 point)",
    bad="- Every claim names its source (2 points)\n- Every claim is dated (1 point)",
    wrong_when="All of it has to be earned, and the points are for reporting only.",
)
def nothing_required(subject: Subject) -> Iterator[Hit]:
    """Points alone."""
    rubric = subject.rubric
    if rubric is None or rubric.threshold is not None or rubric.floors:
        return
    if not any(criterion.required for criterion in rubric.criteria):
        message = "nothing is required and no threshold is stated: every point has to be earned"
        yield subject.at(rubric.criteria[0], message)


_FORM_GROUPS = frozenset({"file", "hygiene", "accessibility", "appearance", "layout", "rendering"})
_FORM = re.compile(
    r"\b(?:spelling|grammar|typos?|typographical|punctuation|capitali[sz]\w*|font|fonts|"
    "typefaces?|formatt(?:ed|ing)|margins?|layout|"
    r"spacing|indent\w*|headings?|page numbers?|numbered pages|file (?:name|format|type)|"
    "alt(?:ernative)? text|contrast|colou?rs?|bold|"
    r"italics?|logo|header|footer|table of contents|captions?|opens|no longer than|at most \w+ "
    "(?:pages|words|slides)|bullet(?:s| points?)?|"
    r"aligned|alignment|line breaks?|font size|legible|placeholder)\b",
    re.IGNORECASE,
)
_FEWEST = 3


@rule(
    "RB303",
    "form-only",
    "warning",
    what="Every criterion is about form",
    why=(
        "A worker that is graded on form alone delivers form. Policies that were trained on rubrics gain on "
        "what is present and lose on what is right (arXiv 2605.12474)."
    ),
    fix="Add what must be true of the substance: what it concludes, what each claim rests on, what "
    "the reader can do with it",
    good="- Headings have one font\n- Every page has a footer\n- Every recommendation names its owner",
    bad="- Headings have one font\n- Every page has a footer\n- The spelling is that of the house dictionary",
    wrong_when="The rubric is about form on purpose. One in which code decides everything is not reported.",
)
def form_only(subject: Subject) -> Iterator[Hit]:
    """Three criteria or more, some of them judged, all of them about looks, spelling or the file."""
    criteria = subject.criteria
    if len(criteria) >= _FEWEST and subject.judged and all(_formal(subject, criterion) for criterion in criteria):
        yield subject.at(criteria[0], f"all {len(criteria)} criteria are about form")


def _formal(subject: Subject, criterion: Criterion) -> bool:
    if criterion.check is None:
        return _FORM.search(criterion.text) is not None
    spec = subject.checks.get(criterion.check.name)
    return spec is not None and (
        spec.group in _FORM_GROUPS or criterion.check.name in ("words", "heading_order", "pptx.slides")
    )


_SHORT = 8
_POINTABLE = vocabulary(
    "names name named states state stated cites cite cited lists list listed says say gives give quotes quote "
    "shows show defines defined describes compares explains explained identifies includes include included "
    "contains contain mentions mentioned every each all no none any at least most one two three four five six "
    "seven eight nine ten first last before after source sources date dates owner owners figure figures number "
    "numbers table tables chart charts title titles section sections heading headings page pages slide slides "
    "paragraph sentence sentences link links unit units example examples column columns row rows file files "
    "reference references footnote footnotes evidence currency deadline step steps test tests citation "
    "citations word words name id code formula cell sheet term terms risk risks decision decisions "
    "recommendation recommendations"
)


@rule(
    "RB304",
    "nothing-to-point-at",
    "warning",
    what="No criterion asks for anything that could be pointed at",
    why=(
        "A verdict rests on evidence that is looked up in the file. Where nothing asks for a source, a figure, "
        "a name or a place, any sentence will do for a quote, and judges are optimists as it is: on 29,511 "
        "criteria that physicians had answered, two small models passed 13 and 24 in a hundred too many."
    ),
    fix="Ask for what would be seen: sources, figures with units, names, dates, sections",
    good="- The argument holds together\n- The tone fits the readers\n- Every claim names its source",
    bad="- The argument holds together\n- The tone fits\n- The style is even",
    wrong_when="The work is one in which nothing can be pointed at.",
)
def nothing_to_point_at(subject: Subject) -> Iterator[Hit]:
    """Three criteria or more, all judged, none with a thing in it that can be found."""
    if len(subject.judged) != len(subject.criteria) or len(subject.judged) < _FEWEST:
        return
    if any(criterion.levels or not criterion.text.isascii() for criterion in subject.judged):
        return
    if all(_floats(words) for words in subject.vocabulary.values()):
        yield subject.at(subject.judged[0], "no criterion asks for anything that could be pointed at")


def _floats(words: frozenset[str]) -> bool:
    """Whether a criterion of so few words holds on to nothing: no number, no thing that can be found."""
    return len(words) <= _SHORT and _POINTABLE.isdisjoint(words) and not any(word.isdigit() for word in words)


@rule(
    "RB309",
    "all-withheld",
    "warning",
    what="Every criterion is withheld from the worker",
    why="The worker is told nothing, and after a fail there is no gap that it may be shown: the loop ends as stalled.",
    fix="Withhold a few for an audit, and show the others",
    good="- Every claim names its source\n- No client is named (withheld)",
    bad="- Every claim names its source (withheld)\n- No client is named (withheld)",
    wrong_when="The rubric is for `outcomes grade` alone, and never for a loop.",
)
def all_withheld(subject: Subject) -> Iterator[Hit]:
    """No criterion that a worker may see."""
    if subject.criteria and all(criterion.withheld for criterion in subject.criteria):
        yield subject.at(subject.criteria[0], "every criterion is withheld, so that the worker is told nothing")
