"""Pixels and proportions of pictures, and margins of pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.appearance import Image
from outcomes.artifact import Block
from outcomes.checks.accessibility import alt_text, language_set
from outcomes.checks.pages import docx_margins
from outcomes.checks.pictures import picture_distortion, picture_resolution
from tests.checks.support import EMU, report, run, where


def picture(pixels: tuple[int | None, int | None], inches: tuple[float, float], **marks: object) -> Block:
    """A picture of so many pixels, drawn so large."""
    image = Image("png", *pixels, round(inches[0] * EMU), round(inches[1] * EMU))
    return Block("picture", "p", alt="", image=image._replace(**marks))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (picture((400, 300), (4, 3)), ""),
        (picture((384, 288), (4, 3)), ""),
        (picture((200, 150), (4, 3)), "200 x 150 pixels at 4.0 x 3.0 in: 50 dpi, at least 96 asked for"),
        (
            picture((400, 300), (4, 3), crop=(0.5, 0, 0, 0)),
            "400 x 300 pixels at 4.0 x 3.0 in: 50 dpi, at least 96 asked for",
        ),
        (picture((20, 20), (0.7, 0.7)), ""),
        (picture((1, 1), (4, 3)), ""),
        (picture((20, 20), (4, 3), format="svg"), ""),
    ],
)
def test_pixels_are_counted_as_drawn(block: Block, problem: str) -> None:
    assert where(run(picture_resolution, report(block))) == ({"p": problem} if problem else {})


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (picture((400, 300), (4, 3)), ""),
        (picture((400, 300), (4, 3.2)), "drawn 7 % too high: 4.0 x 3.2 in, higher than its own proportions"),
        (picture((400, 300), (4, 3.05)), ""),
        (picture((400, 300), (4, 1.5)), "drawn 100 % too wide: 4.0 x 1.5 in, wider than its own proportions"),
        (picture((400, 300), (4, 1.5), crop=(0, 0.25, 0, 0.25)), ""),
        (picture((10, 10), (1, 1.1)), ""),
    ],
)
def test_proportions_are_those_of_what_is_left_after_cropping(block: Block, problem: str) -> None:
    assert where(run(picture_distortion, report(block))) == ({"p": problem} if problem else {})


def test_pictures_of_unknown_size_are_not_decided_alone_and_counted_apart_beside_others() -> None:
    unknown = picture((None, None), (4, 3))
    alone = run(picture_resolution, report(unknown))
    assert (alone.passed, alone.measured) == (None, "pixels or drawn size of 1 picture are not known")
    beside = run(picture_distortion, report(unknown, picture((400, 300), (4, 3))))
    assert (beside.passed, beside.measured) == (True, "1 picture (1 more not decided), none stretched")
    assert run(picture_resolution, report()).measured == "no pictures made of pixels"


def test_one_text_for_two_different_pictures_describes_neither() -> None:
    first = picture((9, 9), (1, 1), source="a.png")._replace(alt="Chart of costs", locator="first")
    same = first._replace(locator="same")
    other = picture((9, 9), (1, 1), source="b.png")._replace(alt="chart of costs", locator="other")
    assert run(alt_text, report(first, same)).passed
    assert where(run(alt_text, report(first, other))) == {
        "other": 'the alternative text of first again: "chart of costs"'
    }


def test_alternative_text_is_short() -> None:
    wordy = picture((9, 9), (1, 1))._replace(alt="word " * 101)
    assert where(run(alt_text, report(wordy)))["p"].startswith(
        "alternative text of 504 characters, at most 500 are heard out"
    )


@pytest.mark.parametrize(
    ("stated", "wanted", "passes"),
    [
        ("en-GB", "", True),
        ("en-GB", "en", True),
        ("en-GB", "EN-gb", True),
        ("en", "en-GB", False),
        ("eng", "en", False),
    ],
)
def test_a_language_takes_its_regions(stated: str, wanted: str, passes: bool) -> None:  # noqa: FBT001
    artifact = replace(report(), facts={"language": stated})
    assert run(language_set, artifact, language=wanted).passed is passes


def test_margins_are_between_what_is_asked() -> None:
    sides = {"left": 1.0, "right": 1.0, "top": 0.4, "bottom": 3.0}
    artifact = replace(report(), facts={f"margin_{side}_emu": round(inches * EMU) for side, inches in sides.items()})
    assert [finding.problem for finding in run(docx_margins, artifact, max_inches=2).findings] == [
        "the top margin is 0.40 in (1.0 cm), at least 0.5 in, at most 2 in asked for",
        "the bottom margin is 3.00 in (7.6 cm), at least 0.5 in, at most 2 in asked for",
    ]
    assert run(docx_margins, artifact, inches=0.4).passed


def test_margins_that_are_not_stated_are_not_decided() -> None:
    result = run(docx_margins, report())
    assert (result.passed, result.measured) == (
        None,
        "the document does not state its margin left, right, top and bottom",
    )
