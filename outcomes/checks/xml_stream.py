"""XML read as it comes: every start tag once, no tree in memory, no document types, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Damaged(Exception):  # noqa: N818  (what the part is, not what happened)
    """Something that cannot be read; the message says why."""


def read_tags(chunks: Iterable[bytes], each: Callable[[str, dict[str, str]], None] | None) -> None:
    """Call `each` with the name and the attributes of every element, in order; without it, only read to the end.

    Names in a namespace are `namespace}name`. Raise `Damaged` for what is not well-formed, and for a document type:
    without one there are no entities.
    """
    parser = ParserCreate(namespace_separator="}")
    if each is not None:
        parser.StartElementHandler = each
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003  (that is its signature)
    except (ExpatError, ValueError, LookupError) as error:
        msg = f"not XML that can be parsed: {error}"
        raise Damaged(msg) from None


def _refuse_document_type(*_: object) -> None:
    msg = "declares a document type, which office files never do"
    raise Damaged(msg)
