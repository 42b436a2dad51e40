"""What a PDF says about itself as a whole: properties, outline, named places, attached files, scripts, language."""

from __future__ import annotations

from ctypes import byref, c_long, create_string_buffer
from typing import TYPE_CHECKING, Any

from outcomes.artifacts.pdf.annotations import action_target, page_of
from outcomes.artifacts.pdf.library import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifacts.pdf.library import Library

_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_MOST_BOOKMARKS = 10_000
_DEEPEST_BOOKMARK = 30
_MOST_PLACES = 20_000
_MOST_FILES = 1_000
_LONGEST_NAME = 4_096


def read_catalogue(lib: Library, document: int) -> dict[str, Any]:
    """Everything as plain values: `properties` and `places` as mappings, `outline` as (level, title, target)."""
    return {
        "pages": lib.GetPageCount(document),
        "properties": {key: found for key in _PROPERTIES if (found := text(lib.GetMetaText, document, key.encode()))},
        "language": text(lib.Catalog_GetLanguage, document),
        "tagged": bool(lib.Catalog_IsTagged(document)),
        "outline": list(_outline(lib, document)),
        "places": dict(_places(lib, document)),
        "files": list(_files(lib, document)),
        "scripts": max(0, lib.Doc_GetJavaScriptActionCount(document)),
    }


def _outline(lib: Library, document: int) -> Iterator[tuple[int, str, str]]:
    """In reading order; an outline that leads back into itself is cut."""
    seen: set[int] = set()
    stack = [(lib.Bookmark_GetFirstChild(document, None), 1)]
    while stack and len(seen) < _MOST_BOOKMARKS:
        bookmark, level = stack.pop()
        if bookmark is None or bookmark in seen or level > _DEEPEST_BOOKMARK:
            continue
        seen.add(bookmark)
        title = " ".join(text(lib.Bookmark_GetTitle, bookmark).split())
        target = page_of(lib, document, lib.Bookmark_GetDest(document, bookmark))
        target = target or action_target(lib, document, lib.Bookmark_GetAction(bookmark))
        if title:
            yield level, title, target
        stack.append((lib.Bookmark_GetNextSibling(document, bookmark), level))
        stack.append((lib.Bookmark_GetFirstChild(document, bookmark), level + 1))


def _places(lib: Library, document: int) -> Iterator[tuple[str, str]]:
    buffer = create_string_buffer(_LONGEST_NAME)
    for i in range(min(_MOST_PLACES, lib.CountNamedDests(document))):
        size = c_long(_LONGEST_NAME)
        destination = lib.GetNamedDest(document, i, buffer, byref(size))
        if destination is not None and 0 < size.value <= _LONGEST_NAME:
            name = buffer.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")
            place = page_of(lib, document, destination)
            if name and place:
                yield name, place


def _files(lib: Library, document: int) -> Iterator[str]:
    for i in range(min(_MOST_FILES, max(0, lib.Doc_GetAttachmentCount(document)))):
        attachment = lib.Doc_GetAttachment(document, i)
        if attachment is not None:
            yield text(lib.Attachment_GetName, attachment)
