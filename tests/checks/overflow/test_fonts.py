"""Which font file stands for a typeface, and what it says of letters."""

from __future__ import annotations

from pathlib import Path

import pytest
import reportlab  # type: ignore[import-untyped]

from outcomes.checks.overflow.averages import NARROW, USUAL, WIDE, average_face
from outcomes.checks.overflow.faces import Ink, measured
from outcomes.checks.overflow.fonts import SAME_WIDTHS, _name, find_file

VERA = Path(reportlab.__file__).parent / "fonts"


def test_a_font_file_is_measured_letter_by_letter() -> None:
    face = measured(VERA / "Vera.ttf")
    assert face.width("") == 0
    assert face.width("mm") == pytest.approx(2 * face.width("m"), abs=0.01)
    assert 0.5 < face.width("0") < 0.7
    above, below = face.ink("x")
    assert 0.5 < above < 0.6
    assert abs(below) < 0.02
    assert face.ink("gg").below == pytest.approx(0.21, abs=0.03)
    assert face.ink("  ") == Ink(0, 0)


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(OSError, match="unknown file format"):
        measured(tmp_path / "broken.ttf")
    assert _name(tmp_path / "broken.ttf") is None


def test_a_font_file_says_its_family_and_style() -> None:
    assert _name(VERA / "Vera.ttf") == ("bitstream vera sans", (False, False))
    assert _name(VERA / "VeraBI.ttf") == ("bitstream vera sans", (True, True))


def test_the_typeface_itself_comes_before_one_of_the_same_widths() -> None:
    arial, liberation = Path("arial.ttf"), Path("liberation.ttf")
    installed = {"arial": {(False, False): arial}, "liberation sans": {(False, False): liberation}}
    assert find_file(installed, "Arial", bold=False, italic=False) == arial
    del installed["arial"]
    assert find_file(installed, "ARIAL ", bold=False, italic=False) == liberation
    assert find_file(installed, "Garamond", bold=False, italic=False) is None


def test_a_missing_italic_is_taken_as_upright_and_a_missing_bold_is_missing() -> None:
    installed = {"arial": {(False, False): Path("arial.ttf")}}
    assert find_file(installed, "Arial", bold=False, italic=True) == Path("arial.ttf")
    assert find_file(installed, "Arial", bold=True, italic=False) is None


def test_averages_are_there_for_common_typefaces_and_lie_between_narrow_and_wide() -> None:
    text = "The quarter closed with 12 % more revenue, as expected."
    for family in ("Calibri", "Cambria", "Arial", "Times New Roman"):
        face = average_face(family, bold=False)
        bold = average_face(family, bold=True)
        assert face is not None
        assert bold is not None
        assert NARROW.width(text) < face.width(text) < bold.width(text) < WIDE.width(text)
    assert NARROW.width(text) < USUAL.width(text) < WIDE.width(text)
    assert average_face("Papyrus", bold=False) is None


def test_ideographs_are_as_wide_as_they_are_high_in_every_typeface() -> None:
    assert NARROW.width("売上") == WIDE.width("売上") == 2


def test_free_typefaces_are_named_as_fonts_name_themselves() -> None:
    assert all(name == name.casefold() for pair in SAME_WIDTHS.items() for name in pair)
