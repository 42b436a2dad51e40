"""What a file says twice is told apart, and nothing else is touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Block
from outcomes.artifacts.apart import told_apart
from outcomes.text import fold


def locators(*given_ones: str) -> list[str]:
    return [block.locator for block in told_apart(Block("cell", locator) for locator in given_ones)]


def test_the_first_keeps_its_locator_and_the_others_are_numbered() -> None:
    assert locators("S!A1", "S!B1", "S!A1", "S!A1") == ["S!A1", "S!B1", "S!A1 #2", "S!A1 #3"]


def test_locators_that_only_look_alike_are_told_apart() -> None:
    assert locators("a-b", "a\u2011b", "a\u200b-b") == ["a-b", "a\u2011b #2", "a\u200b-b #3"]


def test_a_number_that_is_taken_is_left_out() -> None:
    assert locators("x #2", "x", "x", "x #2") == ["x #2", "x", "x #3", "x #2 #2"]


def test_what_stands_inside_a_block_follows_it() -> None:
    cell = Block("cell", "S!A1", children=(Block("metadata", "S!A1 / formula"),))

    assert [block.locator for block in told_apart([cell, cell])[1].walk()] == ["S!A1 #2", "S!A1 #2 / formula"]


@given(names=st.lists(st.sampled_from(("a", "a #2", "a #3", "a #2 #2", "\u2013", "-", "- #2"))))
def test_no_two_locators_look_alike_however_they_were_given(names: list[str]) -> None:
    found = locators(*names)

    assert len({fold(one) for one in found}) == len(names)
    assert all(one.startswith(name) for one, name in zip(found, names, strict=True))


@given(names=st.lists(st.text(min_size=1, max_size=5).filter(fold), unique_by=fold))
def test_blocks_that_are_apart_already_are_the_same_objects(names: list[str]) -> None:
    blocks = [Block("cell", name) for name in names]

    assert all(one is other for one, other in zip(told_apart(blocks), blocks, strict=True))
