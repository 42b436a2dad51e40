"""Any bytes lead to an artifact or to one of our named errors, and what was read keeps every promise.

Hypothesis takes the decisions here, so that a failure comes back small; campaigns run for minutes (see README.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.wiring import read_bytes
from tests.fuzz.kinds import KINDS, built, input_number
from tests.fuzz.known import KNOWN
from tests.fuzz.promises import reading_of

if TYPE_CHECKING:
    from random import Random

FEW, MANY = 12, 250
"""Inputs of each kind with every run of the tests, and in CI."""
SUFFIXES = (".docx", ".pptx", ".xlsx", ".pdf", ".html", ".md", ".csv", ".json", ".txt", ".png", ".svg", "")


def _broken(kind: str, chance: Random) -> list[str]:
    """What an input of a kind breaks, changed as chance has it."""
    seeds = built(kind)
    seed = seeds[chance.randrange(len(seeds))]
    data = KINDS[kind].change(seed.data, chance)
    found = reading_of(lambda: KINDS[kind].read(seed.name, data), thorough=chance.randrange(4) == 0)
    return [f"{one.signature}: {one.detail}" for one in found.broken if one.signature not in KNOWN]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=FEW, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_a_changed_file_is_read_as_promised_or_refused_by_name(kind: str, chance: Random) -> None:
    assert _broken(kind, chance) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_many_changed_files_are_read_as_promised_or_refused_by_name(kind: str, chance: Random) -> None:
    assert _broken(kind, chance) == []


@settings(max_examples=60)
@given(data=st.binary(max_size=400), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name_are_read_as_promised_or_refused_by_name(data: bytes, suffix: str) -> None:
    found = reading_of(lambda: read_bytes(data, f"a{suffix}"), thorough=True)

    assert [one for one in found.broken if one.signature not in KNOWN] == []


@settings(max_examples=60)
@given(text=st.text(max_size=200), suffix=st.sampled_from((".html", ".md", ".csv", ".tsv", ".json", ".txt")))
def test_any_text_under_any_name_is_read_as_promised(text: str, suffix: str) -> None:
    found = reading_of(lambda: read_bytes(text.encode("utf-8", "surrogatepass"), f"a{suffix}"), thorough=True)

    assert [one for one in found.broken if one.signature not in KNOWN] == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_input_is_the_same_whenever_its_number_is_asked_for(kind: str) -> None:
    assert [input_number(kind, number) for number in range(8)] == [input_number(kind, number) for number in range(8)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_that_inputs_are_made_from_are_sound(kind: str) -> None:
    codes = [reading_of(lambda: KINDS[kind].read(seed.name, seed.data), thorough=True) for seed in built(kind)]  # noqa: B023

    assert [(one.code, one.broken) for one in codes] == [("ok", ())] * len(codes)
