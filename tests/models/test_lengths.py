"""A reply without an end, or one that unpacks to a thousand times its size, is given up on before it hurts."""

from __future__ import annotations

import asyncio
import gzip
import resource
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import ProviderError
from outcomes.models.lengths import LARGEST_PACKED
from outcomes.models.message import LARGEST
from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import Fault

from .support import model, question

if TYPE_CHECKING:
    from outcomes.model import Reply
    from outcomes.testing.endpoint.response import Response

MEGABYTE = 1024 * 1024
PACKED = ("content-encoding", "gzip")


def ask(endpoint: FakeEndpoint) -> Reply:
    return asyncio.run(model(endpoint, way="native").ask(question()))


def sending(change: object) -> FakeEndpoint:
    return FakeEndpoint([{"city": "Bern"}], faults=[Fault("odd length", response=change)])  # type: ignore[arg-type]


def packed(response: Response) -> Response:
    return replace(response, pieces=(gzip.compress(b"".join(response.pieces)),), headers=(*response.headers, PACKED))


def bomb(response: Response) -> Response:
    """A gigabyte of spaces in a megabyte, as a stream that says nothing of its length."""
    pressed = gzip.compress(b" " * (64 * MEGABYTE))
    pieces = tuple(pressed[at : at + 16_384] for at in range(0, len(pressed), 16_384)) * 16
    return replace(response, pieces=pieces, headers=(*response.headers, PACKED), streamed=True)


def endless(response: Response) -> Response:
    return replace(response, pieces=(b" " * MEGABYTE,) * 40, streamed=True)


def stated(response: Response) -> Response:
    return replace(response, pieces=(b"{",), stated_length=LARGEST + 1, ending="hold")


def test_a_compressed_answer_is_read_though_nobody_asked_for_it() -> None:
    with sending(packed) as endpoint:
        assert ask(endpoint).value == {"city": "Bern"}
        assert dict(endpoint.requests[0].headers)["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (bomb, f"more than {LARGEST_PACKED:,} bytes, compressed, which is more than any message has"),
        (endless, f"more than {LARGEST:,} bytes, which is more than any message has"),
        (stated, f"more than {LARGEST:,} bytes, which is more than any message has"),
    ],
)
def test_what_does_not_end_is_given_up_on_and_says_so(change: object, said: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with sending(change) as endpoint, pytest.raises(ProviderError, match=said) as failed:
        ask(endpoint)
    assert failed.value.code == "bad-reply"
    assert failed.value.usage is None
    if sys.platform == "linux":  # kilobytes there
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


def test_an_error_page_without_an_end_is_no_longer_read_than_a_message() -> None:
    def page(response: Response) -> Response:
        return replace(endless(response), status=500)

    with sending(page) as endpoint, pytest.raises(ProviderError, match="more than any message has"):
        ask(endpoint)
