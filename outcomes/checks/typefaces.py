"""What must hold for the typefaces and sizes of text, so that a document looks made in one piece."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import listing, places, quoted
from outcomes.checks.looks import KINDS, SYMBOL_FONTS, Seen, judged_known, letters_counted, seen
from outcomes.text import count, count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_SAME_NAMES: Final = {
    "微软雅黑": "Microsoft YaHei",
    "宋体": "SimSun",
    "黑体": "SimHei",
    "等线": "DengXian",
    "楷体": "KaiTi",
    "仿宋": "FangSong",
    "新細明體": "PMingLiU",
    "微軟正黑體": "Microsoft JhengHei",
    "\uff2d\uff33 \uff30ゴシック": "MS PGothic",
    "\uff2d\uff33 明朝": "MS Mincho",
    "游ゴシック": "Yu Gothic",
    "メイリオ": "Meiryo",
    "맑은 고딕": "Malgun Gothic",
}
"""Typefaces that have a name in their own script beside the Latin one."""
_LEAST_SHARE: Final = 0.01
_POINT: Final = 0.5
_RUNNING_WORDS: Final = 4


class FontFamilies(NoArgs):
    """How many typefaces, or which."""

    max: int | None = Field(default=None, ge=1, description="Number of typefaces at most.")
    only: list[str] = Field(
        default_factory=list, max_length=50, description="Names of the typefaces that may be used; empty: any."
    )

    @model_validator(mode="after")
    def _something_asked(self) -> Self:
        if self.max is None and not self.only:
            msg = "give max, only or both."
            raise ValueError(msg)
        return self


class MostSizes(NoArgs):
    """How many sizes running text may have."""

    max: int = Field(default=3, ge=1, description="Number of different sizes of running text at most.")


@check(
    "fonts",
    summary="Text is set in at most `max` typefaces, or only in those of `only`",
    example='check: fonts max=2 only=["Calibri", "Cambria"]',
    args=FontFamilies,
    kinds=KINDS,
    group="appearance",
    meaning=(
        "The typefaces of visible letters and digits, theme fonts resolved; styles of one family (bold, italic) are "
        "one, `Calibri Light` is another. Typefaces of signs (Symbol, Wingdings, emoji) and of equations are not "
        "counted. A text whose typeface is unknown for more than half of its letters is not decided, unless "
        "something wrong was found in the rest."
    ),
    source="AutoPresent/SlidesBench; practice of design guides: two typefaces, at most three",
    false_positives="Code, quotations in another script, and logos set as text.",
)
def fonts(artifact: Artifact, args: FontFamilies, _files: Files) -> CheckResult:
    """Names are compared without regard to capitals."""
    letters, first, unknown = _families(seen(artifact))
    allowed = {name.casefold() for name in args.only}
    findings = [
        Finding(
            first[name].block.locator,
            f"{letters_counted(letters[name])} in {quoted(name)}, from {quoted(first[name].text)}",
        )
        for name in letters
        if allowed and name.casefold() not in allowed
    ]
    if args.max is not None and len(letters) > args.max:
        rarest = sorted(letters, key=lambda name: letters[name])[: len(letters) - args.max]
        findings += [
            Finding(
                first[name].block.locator, f"{letters_counted(letters[name])} in {quoted(name)}, one typeface too many"
            )
            for name in rarest
        ]
    measured = f"{count(len(letters), 'typeface')}: {listing(letters, 10)}" if letters else "no typeface known"
    fix = f"Set {places(findings)} in the typefaces of the rest."
    return judged_known(measured, findings, fix, unknown, sum(letters.values()))


@check(
    "font_sizes",
    summary="Running text has at most `max` different sizes",
    example="check: font_sizes max=3",
    args=MostSizes,
    kinds=KINDS,
    group="appearance",
    meaning=(
        "The sizes of visible running text: paragraphs of at least four words. Sizes within one point of each other, "
        "as automatic shrinking makes them, are one. Titles, subtitles, headings, captions, table cells, footnotes, "
        "charts, headers and footers are left out, and so are superscripts, and sizes that less than 1 % of the "
        "letters have. Sizes are as a reader sees them, after automatic shrinking."
    ),
    source="Practice of design guides: few sizes, used for levels of text",
    false_positives="Decks with a quotation or a claim in large type on some slides, and bullets that shrink.",
)
def font_sizes(artifact: Artifact, args: MostSizes, _files: Files) -> CheckResult:
    """The rarest sizes are named, with their first place."""
    letters: Counter[float] = Counter()
    first: dict[float, Seen] = {}
    unknown = 0
    running: dict[int, bool] = {}
    for text in seen(artifact):
        if not _is_running(text, running):
            continue
        if text.size_pt is None:
            unknown += text.letters
            continue
        size = round(text.size_pt / _POINT) * _POINT
        letters[size] += text.letters
        first.setdefault(size, text)
    total = letters.total()
    letters = _neighbours(letters)
    common = [size for size, number in letters.most_common() if number >= _LEAST_SHARE * total]
    findings = [
        Finding(
            first[size].block.locator,
            f"{quoted(first[size].text)} is {size:g} pt, as {letters_counted(letters[size])} are",
        )
        for size in common[args.max :]
    ]
    sizes = ", ".join(f"{size:g}" for size in sorted(common))
    measured = (
        f"{count(len(common), 'size')} of running text: {sizes} pt" if common else "no running text of known size"
    )
    fix = f"Set {places(findings)} in a size that the rest has."
    return judged_known(measured, findings, fix, unknown, total)


CHECKS: Final = (fonts, font_sizes)


def _families(texts: Iterable[Seen]) -> tuple[Mapping[str, int], Mapping[str, Seen], int]:
    """Letters of each typeface, where it is first used, and the number of letters whose typeface is unknown."""
    letters: Counter[str] = Counter()
    first: dict[str, Seen] = {}
    spelled: dict[str, str] = {}
    unknown = 0
    for text in texts:
        family = text.font.family if text.font is not None else None
        if family is None:
            unknown += text.letters
        elif family.casefold() not in SYMBOL_FONTS:
            name = spelled.setdefault(family.casefold(), _SAME_NAMES.get(family, family))
            letters[name] += text.letters
            first.setdefault(name, text)
    return letters, first, unknown


def _is_running(text: Seen, known: dict[int, bool]) -> bool:
    """Whether it is part of running text; what is known of its block is kept, which may have thousands of stretches."""
    if text.role != "body" or text.raised:
        return False
    key = id(text.block)
    if key not in known:
        known[key] = count_words(text.block.text) >= _RUNNING_WORDS
    return known[key]


def _neighbours(letters: Counter[float]) -> Counter[float]:
    """Letters by size, sizes within a point of a more frequent one counted with it."""
    merged: Counter[float] = Counter()
    for size, number in letters.most_common():
        near = next((other for other in merged if abs(other - size) <= 1), size)
        merged[near] += number
    return merged
