"""What is laid on top of a page: links, comments, form fields."""

from __future__ import annotations

from ctypes import byref, c_int, c_void_p
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.pdf.library import FormCallbacks, bounded_text, narrow_text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifacts.pdf.library import Library
    from outcomes.artifacts.pdf.scene import Frame, Place

_GOTO, _REMOTE, _URI, _LAUNCH = 1, 2, 3, 4
_TEXT_NOTE, _LINK, _FREE_TEXT, _POPUP, _FILE, _WIDGET = 1, 2, 3, 16, 17, 20
_SUBTYPES = {
    1: "Text", 3: "FreeText", 4: "Line", 5: "Square", 6: "Circle", 7: "Polygon", 8: "PolyLine", 9: "Highlight",
    10: "Underline", 11: "Squiggly", 12: "StrikeOut", 13: "Stamp", 14: "Caret", 15: "Ink", 17: "FileAttachment",
    18: "Sound", 19: "Movie", 21: "Screen", 28: "Redact",
}  # fmt: skip
_HIDDEN = 0x2 | 0x20
_MOST = 5_000
_BUTTON, _CHECK, _RADIO, _COMBO, _LIST, _TEXT_FIELD, _SIGNATURE = 1, 2, 3, 4, 5, 6, 7
_FIELDS = {
    _BUTTON: "button", _CHECK: "checkbox", _RADIO: "radio button", _COMBO: "choice", _LIST: "choice",
    _TEXT_FIELD: "text field", _SIGNATURE: "signature",
}  # fmt: skip
_TICKED = {_CHECK: ("\u2610", "\u2611"), _RADIO: ("\u25cb", "\u25c9")}


class Link(NamedTuple):
    """A link: where it leads, the words under it, and where they are."""

    target: str
    words: str
    place: Place


class Comment(NamedTuple):
    """A remark, or text typed onto the page (`FreeText`)."""

    kind: str
    text: str
    author: str
    hidden: bool
    place: Place | None


class Field(NamedTuple):
    """A form field with what it holds."""

    kind: str
    name: str
    label: str
    value: str
    hidden: bool
    place: Place | None


def read_links(lib: Library, document: int, page: int, text_page: int, frame: Frame) -> Iterator[Link]:
    """The links of a page; a place in the document is `p. 7`, a program to be started `launch: name`."""
    position, link = c_int(0), c_void_p()
    for _ in range(_MOST):
        if not lib.Link_Enumerate(page, byref(position), byref(link)):
            return
        bounds = lib.rectangle(lib.Link_GetAnnotRect, link)
        target = _link_target(lib, document, link)
        if bounds is not None and target:
            yield Link(target, bounded_text(lib, text_page, bounds), frame.place(bounds))


def _link_target(lib: Library, document: int, link: c_void_p) -> str:
    place = page_of(lib, document, lib.Link_GetDest(document, link))
    return place or action_target(lib, document, lib.Link_GetAction(link))


def page_of(lib: Library, document: int, destination: int | None) -> str:
    """`p. 7`, or the empty string."""
    index = lib.Dest_GetDestPageIndex(document, destination) if destination is not None else -1
    return f"p. {index + 1}" if index >= 0 else ""


def action_target(lib: Library, document: int, action: int | None) -> str:
    """Where an action leads: a page, an address, a file."""
    if action is None:
        return ""
    kind = lib.Action_GetType(action)
    if kind == _GOTO:
        return page_of(lib, document, lib.Action_GetDest(document, action))
    if kind == _URI:
        return narrow_text(lib.Action_GetURIPath, document, action)
    if kind in {_REMOTE, _LAUNCH}:
        path = narrow_text(lib.Action_GetFilePath, action)
        return f"launch: {path}" if kind == _LAUNCH else path
    return ""


def form_environment(lib: Library, document: int) -> int | None:
    """What PDFium needs to look at form fields."""
    callbacks = FormCallbacks(version=2)
    form = lib.DOC_InitFormFillEnvironment(document, byref(callbacks))
    _KEPT.append(callbacks)
    return form if isinstance(form, int) else None


_KEPT: list[FormCallbacks] = []
"""PDFium goes on using them, so that Python must not let go of them."""


def read_annotations(lib: Library, form: int | None, page: int, frame: Frame) -> Iterator[Comment | Field]:
    """Comments and form fields of a page, in the order of the file."""
    for i in range(min(_MOST, max(0, lib.Page_GetAnnotCount(page)))):
        annotation = lib.Page_GetAnnot(page, i)
        if annotation is None:
            continue
        try:
            found = _annotation(lib, form, annotation, frame)
        finally:
            lib.Page_CloseAnnot(annotation)
        if found is not None:
            yield found


def _annotation(lib: Library, form: int | None, annotation: int, frame: Frame) -> Comment | Field | None:
    kind = lib.Annot_GetSubtype(annotation)
    bounds = lib.rectangle(lib.Annot_GetRect, annotation)
    place = None if bounds is None else frame.place(bounds)
    hidden = bool(lib.Annot_GetFlags(annotation) & _HIDDEN)
    if kind == _WIDGET:
        return _field(lib, form, annotation, place, hidden=hidden) if form is not None else None
    if kind in {_LINK, _POPUP} or kind not in _SUBTYPES:
        return None
    words = _said(lib, annotation, b"Contents")
    if not words and kind != _FILE:
        return None
    return Comment(_SUBTYPES[kind], words, _said(lib, annotation, b"T"), hidden, place)


def _said(lib: Library, annotation: int, key: bytes) -> str:
    return text(lib.Annot_GetStringValue, annotation, key).replace("\r\n", "\n").replace("\r", "\n").strip()


def _field(lib: Library, form: int, annotation: int, place: Place | None, *, hidden: bool) -> Field | None:
    kind = lib.Annot_GetFormFieldType(form, annotation)
    if kind not in _FIELDS:
        return None
    name = text(lib.Annot_GetFormFieldName, form, annotation)
    label = text(lib.Annot_GetFormFieldAlternateName, form, annotation)
    if kind in _TICKED:
        value = _TICKED[kind][_said(lib, annotation, b"AS") not in {"", "Off"}]  # the appearance that is shown
    else:
        value = text(lib.Annot_GetFormFieldValue, form, annotation)
    return Field(_FIELDS[kind], name, label, value.replace("\r", "\n").strip(), hidden, place)
