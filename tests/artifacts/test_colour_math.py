"""Colours that are changed look as Office shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageColor

from outcomes.artifacts.ooxml.colour_math import Rgb, change, from_hex, from_hsl, from_linear, mixed
from outcomes.artifacts.ooxml.colour_names import preset

LIGHTER_80 = (("lumMod", 0.2), ("lumOff", 0.8))
LIGHTER_60 = (("lumMod", 0.4), ("lumOff", 0.6))
LIGHTER_40 = (("lumMod", 0.6), ("lumOff", 0.4))
DARKER_25 = (("lumMod", 0.75),)
DARKER_50 = (("lumMod", 0.5),)
PALETTE = (LIGHTER_80, LIGHTER_60, LIGHTER_40, DARKER_25, DARKER_50)
"""The five rows under each theme colour in PowerPoint's palette."""


def changed(colour: str, *changes: tuple[str, float]) -> str:
    rgb = from_hex(colour)
    for name, value in changes:
        found = change(rgb, name, value)
        assert found is not None
        rgb = found
    return rgb.hex


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        ("4472C4", "DAE3F3 B4C7E7 8FAADC 2F5597 203864"),
        ("ED7D31", "FBE5D6 F8CBAD F4B183 C55A11 843C0C"),
        ("A5A5A5", "EDEDED DBDBDB C9C9C9 7C7C7C 525252"),
        ("FFC000", "FFF2CC FFE699 FFD966 BF9000 7F6000"),
        ("5B9BD5", "DEEBF7 BDD7EE 9DC3E6 2E75B6 1F4E79"),
        ("70AD47", "E2F0D9 C5E0B4 A9D18E 548235 385723"),
        ("44546A", "D6DCE5 ADB9CA 8497B0 333F50 222A35"),
    ],
)
def test_the_palette_of_the_office_theme_is_the_one_that_powerpoint_shows(colour: str, shown: str) -> None:
    """Values as PowerPoint 2013 to 2019 shows them; it keeps HSL in whole steps, hence a unit of tolerance."""
    for changes, wanted in zip(PALETTE, shown.split(), strict=True):
        pairs = zip(from_hex(changed(colour, *changes)), from_hex(wanted), strict=True)
        assert all(abs(found - expected) <= 1.001 / 255 for found, expected in pairs), (changes, wanted)


@pytest.mark.parametrize(
    ("colour", "changes", "shown"),
    [
        # Read off PowerPoint's colour picker for a background of 3B3B3B.
        ("3B3B3B", [("shade", 0.4)], "242424"),
        ("3B3B3B", [("shade", 0.6)], "2D2D2D"),
        ("3B3B3B", [("tint", 0.83)], "7D7D7D"),
        # The bands of Medium Style 2 in the themes of Office 2007 and 2013.
        ("4F81BD", [("tint", 0.4)], "D0D8E8"),
        ("4F81BD", [("tint", 0.2)], "E9EDF4"),
        ("4472C4", [("tint", 0.4)], "CFD5EA"),
        ("4472C4", [("tint", 0.2)], "E9EBF5"),
        # Half green, darker and lighter, in ECMA-376's own examples.
        ("00FF00", [("shade", 0.5)], "00BC00"),
        ("00FF00", [("tint", 0.5)], "BCFFBC"),
        # The greys of PowerPoint's palette.
        ("FFFFFF", [("lumMod", 0.95)], "F2F2F2"),
        ("FFFFFF", [("lumMod", 0.85)], "D9D9D9"),
        ("FFFFFF", [("lumMod", 0.5)], "7F7F7F"),
        ("000000", [("lumMod", 0.65), ("lumOff", 0.35)], "595959"),
        ("000000", [("lumMod", 0.75), ("lumOff", 0.25)], "404040"),
        ("000000", [("lumMod", 0.95), ("lumOff", 0.05)], "0D0D0D"),
        # Saturation and hue; a shift past the end stops there, or goes round.
        ("4472C4", [("satMod", 0.0)], "848484"),
        ("4472C4", [("satMod", 9.0)], "0961FF"),
        ("BF4040", [("satOff", 0.5)], "FF0000"),
        ("BF4040", [("sat", 0.0)], "7F7F7F"),
        ("BF4040", [("lum", 1.0)], "FFFFFF"),
        ("FF0000", [("hueOff", 120.0)], "00FF00"),
        ("00FF00", [("hueOff", 300.0)], "FFFF00"),
        ("FFFF00", [("hueMod", 2.0)], "00FF00"),
        ("00FF00", [("hue", 240.0)], "0000FF"),
        ("FF0000", [("comp", 1.0)], "00FFFF"),
        ("FF0000", [("inv", 1.0)], "00FFFF"),
        ("808080", [("inv", 1.0)], "E5E5E5"),
        ("FF0000", [("gray", 1.0)], "383838"),
        ("808080", [("gamma", 1.0)], "BCBCBC"),
        ("BCBCBC", [("invGamma", 1.0)], "808080"),
        # Single channels, in linear light.
        ("000000", [("red", 0.5)], "BC0000"),
        ("BC0000", [("redMod", 2.0)], "FF0000"),
        ("000000", [("greenOff", 1.0)], "00FF00"),
        ("0000FF", [("blueMod", 0.5)], "0000BC"),
        # One after the other, in the order of the file.
        ("4472C4", [("shade", 0.5), ("tint", 0.5)], "BEC2D1"),
        ("4472C4", [("tint", 0.5), ("shade", 0.5)], "8D93A7"),
    ],
)
def test_a_changed_colour_is_the_one_that_is_shown(colour: str, changes: list[tuple[str, float]], shown: str) -> None:
    assert changed(colour, *changes) == shown


def test_an_unknown_change_makes_a_colour_unknown() -> None:
    assert change(from_hex("123456"), "sparkle", 1.0) is None


def test_colours_in_other_systems() -> None:
    assert from_linear(1.0, 0.5, 0.0).hex == "FFBC00"
    assert from_hsl(240.0, 1.0, 0.5).hex == "0000FF"
    assert from_hsl(-120.0, 1.0, 0.5).hex == "0000FF"
    assert mixed("FF0000", "FFFFFF", 0.5) == "FF7F7F"


colours = st.builds(Rgb, *[st.integers(0, 255).map(lambda value: value / 255)] * 3)


@given(colours)
def test_changes_that_change_nothing_leave_every_colour_alone(colour: Rgb) -> None:
    for name, value in (("tint", 1.0), ("shade", 1.0), ("lumMod", 1.0), ("satOff", 0.0), ("hueOff", 360.0)):
        found = change(colour, name, value)
        assert found is not None
        assert found.hex == colour.hex


@given(colours, st.floats(0, 1), st.floats(0, 1))
def test_less_of_a_shade_is_darker_and_less_of_a_tint_lighter(colour: Rgb, one: float, other: float) -> None:
    less, more = sorted((one, other))
    for name, order in (("shade", 1), ("tint", -1)):
        found = [change(colour, name, value) for value in (less, more)]
        low, high = (rgb for rgb in found[::order] if rgb is not None)
        assert all(dark <= light + 1e-9 for dark, light in zip(low, high, strict=True))


def test_every_colour_with_a_name_in_css_is_known_by_it_and_by_its_short_form() -> None:
    for name, value in ImageColor.colormap.items():
        if name == "rebeccapurple":  # younger than the standard
            continue
        assert preset(name) == str(value)[1:].upper(), name
    assert [preset(name) for name in ("dkOrange", "ltGray", "medBlue", "dkGrey", "dkSeaGreen", "darkSeaGreen")] == [
        "FF8C00", "D3D3D3", "0000CD", "A9A9A9", "8FBC8B", "8FBC8F",
    ]  # fmt: skip
    assert [preset(name) for name in ("", "dk", "ltNothing", "sparkle")] == [None] * 4
