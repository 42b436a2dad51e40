"""HTTP as it is spoken by everyone, the careless and the hostile included."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.testing import FakeEndpoint
from tests.testing.endpoint.calling import body_of, talk

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = json.dumps(body_of()).encode()
LINES = b"Host: x\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as opened:
        yield opened


def request(extra: bytes = b"", body: bytes = BODY, line: bytes = b"POST /v1/messages HTTP/1.1") -> bytes:
    return line + b"\r\n" + LINES + extra + b"\r\n" + body


def whole(**fields: bytes) -> bytes:
    return request(b"Content-Length: %d\r\n" % len(BODY), **fields)


def statuses(answer: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)


def test_a_connection_is_used_for_many_requests_even_when_they_come_all_at_once(endpoint: FakeEndpoint) -> None:
    before = endpoint.recorder.connections
    assert statuses(talk(endpoint, whole() * 3)) == [b"200", b"200", b"200"]
    assert endpoint.recorder.connections == before + 1


def test_a_client_that_says_close_is_answered_and_the_connection_closed(endpoint: FakeEndpoint) -> None:
    closing = request(b"Connection: close\r\nContent-Length: %d\r\n" % len(BODY))
    answer = talk(endpoint, closing + whole(), done=False)
    assert statuses(answer) == [b"200"]
    assert b"connection: close" in answer


def test_http_1_0_is_answered_once(endpoint: FakeEndpoint) -> None:
    old = whole(line=b"POST /v1/messages HTTP/1.0")
    assert statuses(talk(endpoint, old + whole(), done=False)) == [b"200"]


@pytest.mark.parametrize("size", [1, 7, len(BODY)])
def test_a_body_in_chunks_is_put_together(endpoint: FakeEndpoint, size: int) -> None:
    chunks = b"".join(
        b"%x;a=b\r\n%b\r\n" % (len(BODY[i : i + size]), BODY[i : i + size]) for i in range(0, len(BODY), size)
    )
    chunked = request(b"Transfer-Encoding: chunked\r\n", chunks + b"0\r\nTrailer: x\r\n\r\n")
    assert statuses(talk(endpoint, chunked + whole())) == [b"200", b"200"]
    assert endpoint.requests[-2].body == BODY


def test_a_client_that_waits_for_a_go_ahead_gets_it(endpoint: FakeEndpoint) -> None:
    answer = talk(endpoint, request(b"Expect: 100-continue\r\nContent-Length: %d\r\n" % len(BODY)))
    assert statuses(answer) == [b"100", b"200"]


def test_empty_lines_before_a_request_are_skipped(endpoint: FakeEndpoint) -> None:
    assert statuses(talk(endpoint, b"\r\n\r\n" + whole())) == [b"200"]


def test_head_is_answered_without_a_body(endpoint: FakeEndpoint) -> None:
    answer = talk(endpoint, b"HEAD /v1/models HTTP/1.1\r\n" + LINES + b"\r\n")
    assert statuses(answer) == [b"405"]
    assert answer.endswith(b"\r\n\r\n")


MALFORMED = {
    "no request line": (b"hello\r\n\r\n", b"400"),
    "a method with a space": (b"GE T / HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"505"),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", b"400"),
    "lines that end with LF": (b"POST /v1/messages HTTP/1.1\nHost: x\n\n", b"400"),
    "a header without a colon": (request(b"Nothing\r\n"), b"400"),
    "a space before the colon": (request(b"Content-Length : 3\r\n"), b"400"),
    "a folded header": (request(b"X: a\r\n b\r\n"), b"400"),
    "a header with a zero byte": (request(b"X: a\x00b\r\n"), b"400"),
    "no host": (b"POST /v1/messages HTTP/1.1\r\n\r\n", b"400"),
    "two hosts": (request(b"Host: y\r\nContent-Length: 0\r\n"), b"400"),
    "two lengths": (request(b"Content-Length: 3\r\nContent-Length: 4\r\n"), b"400"),
    "a negative length": (request(b"Content-Length: -1\r\n"), b"400"),
    "a length in Arabic digits": (request("Content-Length: ٣\r\n".encode()), b"400"),
    "a length and chunks": (request(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), b"400"),
    "a coding that is not known": (request(b"Transfer-Encoding: gzip, chunked\r\n"), b"501"),
    "chunks without a size": (request(b"Transfer-Encoding: chunked\r\n", b"xyz\r\n"), b"400"),
    "a chunk longer than it says": (request(b"Transfer-Encoding: chunked\r\n", b"2\r\nabcd\r\n0\r\n\r\n"), b"400"),
    "chunks that stop": (request(b"Transfer-Encoding: chunked\r\n", b"5\r\nab"), b"400"),
    "a body that stops": (request(b"Content-Length: 999\r\n"), b"400"),
    "a head that stops": (b"POST /v1/messages HTTP/1.1\r\nHost: x\r\n", b"400"),
    "an expectation that nobody can meet": (request(b"Expect: wonders\r\nContent-Length: 2\r\n", b"{}"), b"417"),
    "a head without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"431"),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"X: aaaaaaaaaaaaaaaa\r\n" * 5_000 + b"\r\n", b"431"),
    "a body of a gigabyte": (request(b"Content-Length: 1073741824\r\n"), b"413"),
    "a length of forty digits": (request(b"Content-Length: " + b"9" * 40 + b"\r\n"), b"413"),
    "a chunk of a gigabyte": (request(b"Transfer-Encoding: chunked\r\n", b"40000000\r\n"), b"413"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_request_is_refused_in_the_apis_own_words_and_the_next_client_is_served(
    endpoint: FakeEndpoint, name: str
) -> None:
    data, status = MALFORMED[name]
    answer = talk(endpoint, data)
    assert statuses(answer)[-1:] == [status], name
    assert json.loads(answer.rpartition(b"\r\n\r\n")[2])["type"] == "error"
    assert statuses(talk(endpoint, whole())) == [b"200"]


def test_a_client_that_goes_without_a_word_is_no_error(endpoint: FakeEndpoint) -> None:
    assert talk(endpoint, b"") == b""


@given(st.binary(max_size=200))
def test_no_bytes_whatever_take_it_down(data: bytes) -> None:
    with FakeEndpoint() as endpoint:
        talk(endpoint, data)
        assert statuses(talk(endpoint, whole())) == [b"200"]


@given(st.integers(0, len(whole()) - 1), st.binary(max_size=3))
def test_a_request_with_a_few_bytes_changed_is_answered_or_refused_and_nothing_else(place: int, other: bytes) -> None:
    with FakeEndpoint() as endpoint:
        data = whole()
        answer = talk(endpoint, data[:place] + other + data[place + len(other) :])
        assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
        assert statuses(talk(endpoint, whole())) == [b"200"]


def test_closing_lets_go_of_connections_that_are_still_open() -> None:
    with FakeEndpoint() as endpoint:
        bare = socket.create_connection(("127.0.0.1", endpoint.port), timeout=10)
        bare.sendall(b"POST /v1/messages HTTP/1.1\r\n")
    with bare, contextlib.suppress(ConnectionResetError):
        assert bare.recv(1) == b""
    endpoint.close()


def test_a_port_that_is_taken_is_said_at_once() -> None:
    with FakeEndpoint() as endpoint, pytest.raises(OSError, match="already in use"):
        FakeEndpoint(port=endpoint.port).open()
