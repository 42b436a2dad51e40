"""Artifacts: every piece has a place, and a quote is found only where its words really stand."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, FileEntry, Unit, manifest_sha256
from outcomes.search import Found
from outcomes.text import fold
from tests.core.factories import a_unit, an_artifact, paragraphs

LAWS = settings(max_examples=60, deadline=None)

DECK = an_artifact(
    a_unit(
        1,
        Block("shape", 'slide 1 / shape "Title 1"', "Board update"),
        Block("paragraph", "slide 1 / body", "Revenue grew by 12 %. Costs fell."),
        Block("note", "slide 1 / notes", "Say nothing about layoffs", visibility="hidden", reason="note"),
    ),
    a_unit(
        2,
        Block("shape", 'slide 2 / shape "Title 1"', "Outlook"),
        Block(
            "table",
            "slide 2 / table",
            children=(
                Block("cell", "slide 2 / table R1C1", "Net income"),
                Block("cell", "slide 2 / table R1C2", "4.2 million"),
                Block("cell", "slide 2 / table R2C1", "Restated", visibility="markup", reason="deleted"),
            ),
        ),
        Block("paragraph", "slide 2 / body", "Costs fell. Nothing else changed."),
    ),
)


# -- shape -------------------------------------------------------------------------------------------------------------


def test_an_artifact_without_a_file_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="at least one file"):
        Artifact(kind="text", name="empty", files=())


def test_one_file_is_known_by_its_own_hash_and_several_by_their_manifest() -> None:
    one, two = FileEntry("a.txt", "11", 3), FileEntry("b.txt", "22", 4)
    whole = Artifact(kind="folder", name="both", files=(one, two))
    assert Artifact(kind="text", name="a.txt", files=(one,)).sha256 == "11"
    assert whole.sha256 == hashlib.sha256(b'[["a.txt", "11"], ["b.txt", "22"]]').hexdigest()
    assert whole.content_sha256 == whole.sha256
    assert whole.size_bytes == 7


def test_a_manifest_does_not_depend_on_the_order_of_files_but_on_their_paths() -> None:
    one, two = FileEntry("a.txt", "11", 3), FileEntry("b.txt", "22", 4)
    swapped = (FileEntry("a.txt", "22", 4), FileEntry("b.txt", "11", 3))
    assert manifest_sha256((one, two)) == manifest_sha256((two, one))
    assert manifest_sha256((one, two)) != manifest_sha256(swapped)


def test_its_text_is_what_a_reader_sees_and_the_rest_is_listed() -> None:
    assert DECK.visible_text.splitlines() == [
        "Board update",
        "Revenue grew by 12 %. Costs fell.",
        "Outlook",
        "Net income",
        "4.2 million",
        "Costs fell. Nothing else changed.",
    ]
    assert [block.locator for block in DECK.hidden] == ["slide 1 / notes", "slide 2 / table R2C1"]
    assert DECK.word_count == 19


def test_a_note_is_hidden_and_white_text_is_concealed() -> None:
    note = Block("note", "n", "x", visibility="hidden", reason="note")
    white = Block("paragraph", "w", "x", visibility="hidden", reason="white")
    deleted = Block("paragraph", "d", "x", visibility="markup", reason="deleted")
    assert [(block.visible, block.concealed) for block in (note, white, deleted)] == [
        (False, False),
        (False, True),
        (False, False),
    ]


def test_blocks_and_units_are_found_by_what_a_person_would_write() -> None:
    cell = DECK.block("slide 2 / table R1C2")
    assert cell is not None
    assert cell.text == "4.2 million"
    assert DECK.block("Slide 1 / shape \u201cTitle 1\u201d") is None
    assert DECK.block("slide 1 /  shape \u201cTitle 1\u201d") is DECK.units[0].blocks[0]
    assert DECK.unit_of("slide 2 / table R1C2") is DECK.units[1]
    assert DECK.unit_of("slide 2") is DECK.units[1]
    assert (DECK.block("slide 9"), DECK.unit_of("slide 9"), DECK.block("slide 2")) == (None, None, None)
    assert [block.locator for block in DECK.of_kind("cell", "note")] == [
        "slide 1 / notes",
        "slide 2 / table R1C1",
        "slide 2 / table R1C2",
        "slide 2 / table R2C1",
    ]


# -- quotes ------------------------------------------------------------------------------------------------------------

BODY_1, BODY_2, CELL_2 = "slide 1 / body", "slide 2 / body", "slide 2 / table R1C2"


@pytest.mark.parametrize(
    ("quote", "locator", "found"),
    [
        # where it is said to be
        ("Costs fell.", BODY_1, Found("exact", BODY_1, 1.0)),
        ("Costs fell.", BODY_2, Found("exact", BODY_2, 1.0)),
        ("Costs  fell.", BODY_2, Found("normalised", BODY_2, 1.0)),
        ("4.2 million", "slide 2 / table", Found("exact", "slide 2 / table", 1.0)),
        ("Net income 4.2 million", "slide 2 / table", Found("normalised", "slide 2 / table", 1.0)),
        ("Revenue grew ... Costs fell", BODY_1, Found("normalised", BODY_1, 1.0)),
        ("Revenue grew\u2026fell", BODY_1, Found("normalised", BODY_1, 1.0)),
        # nowhere in particular
        ("Costs fell.", "", Found("exact", BODY_1, 1.0)),
        ("Net\u00a0income", "", Found("normalised", "slide 2 / table R1C1", 1.0)),
        ("income 4.2", "", Found("normalised", "slide 2 / table R1C1", 1.0)),
        ("Outlook ... million", "", Found("normalised", 'slide 2 / shape "Title 1"', 1.0)),
        # in the unit that is named
        ("Costs fell.", "slide 1", Found("exact", BODY_1, 1.0)),
        ("Costs fell.", "slide 2", Found("exact", BODY_2, 1.0)),
        ("income 4.2 million Costs", "slide 2", Found("normalised", "slide 2 / table R1C1", 1.0)),
        # it begins where it is said to be, and runs on
        ("4.2 million Costs fell.", CELL_2, Found("normalised", CELL_2, 1.0)),
        # somewhere else
        ("Revenue grew", BODY_2, Found("moved", BODY_1, 1.0)),
        ("Revenue grew", "slide 2", Found("moved", BODY_1, 1.0)),
        ("Revenue grew", "slide 77", Found("moved", BODY_1, 1.0)),
        ("Nothing else changed", CELL_2, Found("moved", BODY_2, 1.0)),
        # nearly
        ("nothing else changed.", BODY_2, Found("approximate", BODY_2, 0.952)),
        ("revenue grew", BODY_1, Found("approximate", BODY_1, 0.917)),
        # not at all
        ("Nothing else has changed.", BODY_2, Found("not_found")),
        ("Revenue fell", BODY_1, Found("not_found")),
        ("Revenue grew by 13 %. Costs fell.", BODY_1, Found("not_found")),
        ("Costs fell ... Revenue grew", BODY_1, Found("not_found")),
        ("Board update ... Outlook", "", Found("not_found")),
        ("Revenue grew ... grew by", BODY_1, Found("not_found")),
        ("", BODY_1, Found("not_found")),
        ("...", BODY_1, Found("not_found")),
        (" \u200b", BODY_1, Found("not_found")),
        ("layoffs", "slide 1 / notes", Found("not_found")),
        ("Restated", "slide 2 / table", Found("not_found")),
    ],
)
def test_a_quote_is_looked_for_where_it_is_said_to_be_and_then_everywhere(
    quote: str, locator: str, found: Found
) -> None:
    assert DECK.find(quote, locator)[:3] == found[:3]


@pytest.mark.parametrize(
    ("quote", "locator", "found"),
    [
        ("layoffs", "slide 1 / notes", Found("exact", "slide 1 / notes", 1.0)),
        ("layoffs", BODY_2, Found("moved", "slide 1 / notes", 1.0)),
        ("Restated", "", Found("exact", "slide 2 / table R2C1", 1.0)),
        ("Costs fell.", BODY_1, Found("exact", BODY_1, 1.0)),
    ],
)
def test_hidden_text_is_found_only_when_hidden_text_is_asked_about(quote: str, locator: str, found: Found) -> None:
    assert DECK.find(quote, locator, hidden=True) == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The \ufb01nal of\ufb01ce", "The final office"),
        ("co\u00adoper\u00adation", "cooperation"),
        ("cooperation", "co\u00adoperation"),
        ("2020\u20132024", "2020-2024"),
        ("2020-2024", "2020\u20142024"),
        ("\u201cNever\u201d, he said", '"Never", he said'),
        ("don't", "don\u2019t"),
        ("line one\nline two", "line one line two"),
        ("10\u00a0%", "10 %"),
        ("e\u0301t\u00e9", "\u00e9te\u0301"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_what_a_reader_does_not_see_does_not_part_a_quote_from_its_text(text: str, quote: str) -> None:
    assert paragraphs(f"Before. {text} After.").find(quote, "¶1")[:3] == ("normalised", "¶1", 1.0)


def test_a_block_that_shows_nothing_does_not_part_two_others() -> None:
    artifact = paragraphs("first half", "\u200b", "second half")
    assert artifact.find("first half second half") == Found("normalised", "¶1", 1.0)


def test_joined_pieces_do_not_overlap() -> None:
    assert paragraphs("abcd").find("abc...bcd").check == "not_found"
    assert paragraphs("abc bcd").find("abc...bcd").check == "normalised"


def test_joined_pieces_stand_in_one_unit() -> None:
    apart = an_artifact(
        a_unit(1, Block("paragraph", "p1", "first words")), a_unit(2, Block("paragraph", "p2", "last words"))
    )
    assert apart.find("first ... last").check == "not_found"
    assert paragraphs("first words", "last words").find("first ... last").check == "normalised"


def test_a_near_quote_says_how_near_and_a_far_one_is_not_found() -> None:
    text = "The committee approved the annual budget on Tuesday after a long debate."
    near = paragraphs("Something else.", text).find(
        "The committee approved the anual budget on Tuesday after a long debate."
    )
    assert (near.check, near.locator) == ("approximate", "¶2")
    assert 0.9 <= near.ratio < 1.0
    assert paragraphs(text).find("The committee rejected the proposal on Monday without debate.").check == "not_found"


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Revenue grew by 57 %.", "Revenue grew by 5", False),
        ("It cost 112 million.", "12 million", False),
        ("It cost 1,200 euros.", "200 euros", False),
        ("It cost 1.5 million.", "It cost 1", False),
        ("It cost 1.5 million.", "5 million", False),
        ("It cost 12 million in 2024.", "in 2024", True),
        ("In 2024, 12 of them left.", "12 of them", True),
        ("It was 57 or 5 percent.", "5 percent", True),
        ("See 3.", "See 3", True),
        ("Table3 and Q3 agree.", "3 and Q3", True),
        ("Values: 7,8", "8", False),
        ("It came to -12 million.", "12 million", False),
        ("It came to \u221212 million.", "12 million", False),
        ("It came to (\u201312) million.", "12) million", False),
        ("It came to \u25b25.2 %.", "5.2 %", False),
        ("It came to -12 million.", "-12 million", True),
        ("It came to 10-12 million.", "12 million", True),
        ("It came to +12 million.", "12 million", True),
        ("The e-12 series.", "12 series", True),
    ],
)
def test_a_number_is_found_whole_or_not_at_all(text: str, quote: str, *, found: bool) -> None:
    assert (paragraphs(text).find(quote).check == "exact") is found
    assert (paragraphs(text).find(quote, "¶1").check == "exact") is found


def test_a_locator_with_the_hash_of_its_text_survives_an_edit_elsewhere() -> None:
    before = paragraphs("Summary.", "Costs fell.", "Risks remain.")
    after = paragraphs("A new first paragraph.", "Summary.", "Costs \u00adfell.", "Risks vanish.")
    costs, risks = before.block("¶2"), before.block("¶3")
    assert costs is not None
    assert risks is not None
    assert before.block(costs.durable) is costs
    assert after.block(costs.durable) is after.block("¶3")
    assert after.unit_of(costs.durable) is after.units[0]
    assert after.block(risks.durable) is None
    assert after.unit_of(risks.durable) is None


def test_a_locator_that_ends_like_one_with_a_hash_is_itself() -> None:
    block = Block("paragraph", "notes~3fa9c1d2", "Costs fell.")
    artifact = an_artifact(Unit("file", 1, "file~00000000", "", (block,)))

    assert artifact.block("notes~3fa9c1d2") is block
    assert artifact.unit_of("notes~3fa9c1d2") is artifact.unit_of("file~00000000") is artifact.units[0]


def test_a_near_quote_is_found_in_a_long_block_without_reading_it_letter_by_letter() -> None:
    filler = "Nothing of note was decided about the matter. " * 20_000
    found = paragraphs(filler + "The committee approved the annual budget on Tuesday. " + filler).find(
        "The commitee approved the annual budget on Tuesday."
    )
    assert (found.check, found.locator) == ("approximate", "¶1")


PROSE = st.text(alphabet="abc de\u00e9-\u2013'\u2019.\u00ad\n\ufb01", max_size=30)


@LAWS
@given(st.lists(PROSE, min_size=1, max_size=5), st.data())
def test_whatever_stands_in_a_block_is_found_there(texts: list[str], data: st.DataObject) -> None:
    """Any run of words of any block that shows something, as it is or folded."""
    artifact = paragraphs(*texts)
    at = data.draw(st.integers(0, len(texts) - 1))
    whole = [match.span() for match in re.finditer(r"\S+", texts[at])] or [(0, 0)]
    first = data.draw(st.integers(0, len(whole) - 1))
    quote = texts[at][whole[first][0] : whole[data.draw(st.integers(first, len(whole) - 1))][1]]
    locator = f"¶{at + 1}"
    if [part for part in fold(quote).split("...") if part.strip()]:
        assert artifact.find(quote, locator)[:3] == ("exact", locator, 1.0)
        assert artifact.find(fold(quote), locator).check in ("exact", "normalised")
    else:
        assert artifact.find(quote, locator) == Found("not_found")


@LAWS
@given(st.lists(PROSE, min_size=1, max_size=5), PROSE, st.sampled_from(["", "¶1", "¶2", "slide 1", "elsewhere"]))
def test_a_literal_match_is_never_claimed_for_words_that_are_not_there(
    texts: list[str], quote: str, locator: str
) -> None:
    found = paragraphs(*texts).find(quote, locator)
    everything = fold(" ".join(fold(text) for text in texts))
    parts = [part.strip() for part in fold(quote).split("...") if part.strip()]
    if found.check in ("exact", "normalised", "moved"):
        assert parts
        assert all(part in everything for part in parts)
        assert found.ratio == 1.0
        assert found.locator is not None
    if found.check == "not_found":
        assert found == Found("not_found")
        assert len(parts) != 1 or f" {parts[0]} " not in f" {everything} "  # whole words are always found


def test_an_artifact_is_folded_once_however_many_quotes_are_looked_up() -> None:
    class Counted(str):
        """Text that counts how often it is folded."""

        __slots__ = ()
        folded = 0

        def isascii(self) -> bool:
            Counted.folded += 1
            return super().isascii()

    texts = [Counted(f"Paragraph number {number} says something of its own.") for number in range(50)]
    artifact = paragraphs(*texts)
    for number in range(50):
        assert artifact.find(f"Paragraph  number {number} says") == Found("normalised", f"¶{number + 1}", 1.0)
    assert Counted.folded == len(texts)


def test_units_may_share_words_with_locators_of_blocks() -> None:
    """A file's unit and its first line have different locators, and a quote keeps the finer one."""
    line = Block("paragraph", "report.md:L1", "Hello there")
    artifact = an_artifact(Unit("file", 1, "report.md", blocks=(line,)))
    assert artifact.find("Hello", "report.md") == Found("exact", "report.md:L1", 1.0)
