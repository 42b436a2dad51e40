"""PDFium's C functions with their types, as far as the reader needs them; used in the reading process alone.

They are declared here rather than taken from the package's own bindings, because those declare all 450 of them, which
takes longer than reading a page, and wrap every handle into an object, which takes longer than the call.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_ushort, c_void_p
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "pypdfium2_raw"
_FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")
_P, _I, _F, _D, _UI = c_void_p, c_int, POINTER(c_float), POINTER(c_double), POINTER(c_uint)
_LONGEST_TEXT = 1 << 20


class Matrix(ctypes.Structure):
    """`FS_MATRIX`: `x' = a x + c y + e`, `y' = b x + d y + f`."""

    _fields_ = [(name, c_float) for name in "abcdef"]


class Rectangle(ctypes.Structure):
    """`FS_RECTF`, in points from the bottom left."""

    _fields_ = [(name, c_float) for name in ("left", "top", "right", "bottom")]


class FormCallbacks(ctypes.Structure):
    """`FPDF_FORMFILLINFO` version 2 with every callback empty: nothing can be asked of us, nothing can run."""

    _fields_ = [("version", c_int), ("callbacks", c_void_p * 64)]


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDF_InitLibrary": (None, ()),
    "FPDF_LoadMemDocument64": (_P, (_P, c_size_t, ctypes.c_char_p)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_GetPageCount": (_I, (_P,)),
    "FPDF_GetMetaText": (c_ulong, (_P, ctypes.c_char_p, _P, c_ulong)),
    "FPDF_LoadPage": (_P, (_P, _I)),
    "FPDF_ClosePage": (None, (_P,)),
    "FPDF_GetPageBoundingBox": (_I, (_P, POINTER(Rectangle))),
    "FPDFPage_GetRotation": (_I, (_P,)),
    "FPDFPage_CountObjects": (_I, (_P,)),
    "FPDFPage_GetObject": (_P, (_P, _I)),
    "FPDFFormObj_CountObjects": (_I, (_P,)),
    "FPDFFormObj_GetObject": (_P, (_P, c_ulong)),
    "FPDFPageObj_GetType": (_I, (_P,)),
    "FPDFPageObj_GetMatrix": (_I, (_P, POINTER(Matrix))),
    "FPDFPageObj_GetBounds": (_I, (_P, _F, _F, _F, _F)),
    "FPDFPageObj_GetFillColor": (_I, (_P, _UI, _UI, _UI, _UI)),
    "FPDFPageObj_GetStrokeColor": (_I, (_P, _UI, _UI, _UI, _UI)),
    "FPDFPageObj_HasTransparency": (_I, (_P,)),
    "FPDFPageObj_GetMarkedContentID": (_I, (_P,)),
    "FPDFPageObj_SetIsActive": (_I, (_P, _I)),
    "FPDFPath_GetDrawMode": (_I, (_P, POINTER(c_int), POINTER(c_int))),
    "FPDFPath_CountSegments": (_I, (_P,)),
    "FPDFPath_GetPathSegment": (_P, (_P, _I)),
    "FPDFPathSegment_GetType": (_I, (_P,)),
    "FPDFImageObj_GetImagePixelSize": (_I, (_P, _UI, _UI)),
    "FPDFImageObj_GetImageFilterCount": (_I, (_P,)),
    "FPDFImageObj_GetImageFilter": (c_ulong, (_P, _I, _P, c_ulong)),
    "FPDFText_LoadPage": (_P, (_P,)),
    "FPDFText_ClosePage": (None, (_P,)),
    "FPDFText_CountChars": (_I, (_P,)),
    "FPDFText_GetUnicode": (c_uint, (_P, _I)),
    "FPDFText_GetTextObject": (_P, (_P, _I)),
    "FPDFText_IsGenerated": (_I, (_P, _I)),
    "FPDFText_GetFontSize": (c_double, (_P, _I)),
    "FPDFText_GetMatrix": (_I, (_P, _I, POINTER(Matrix))),
    "FPDFText_GetLooseCharBox": (_I, (_P, _I, POINTER(Rectangle))),
    "FPDFText_GetBoundedText": (_I, (_P, c_double, c_double, c_double, c_double, _P, _I)),
    "FPDFTextObj_GetTextRenderMode": (_I, (_P,)),
    "FPDFTextObj_GetFont": (_P, (_P,)),
    "FPDFFont_GetBaseFontName": (c_size_t, (_P, _P, c_size_t)),
    "FPDFFont_GetFamilyName": (c_size_t, (_P, _P, c_size_t)),
    "FPDFFont_GetFlags": (_I, (_P,)),
    "FPDFBookmark_GetFirstChild": (_P, (_P, _P)),
    "FPDFBookmark_GetNextSibling": (_P, (_P, _P)),
    "FPDFBookmark_GetTitle": (c_ulong, (_P, _P, c_ulong)),
    "FPDFBookmark_GetDest": (_P, (_P, _P)),
    "FPDFBookmark_GetAction": (_P, (_P,)),
    "FPDFAction_GetType": (c_ulong, (_P,)),
    "FPDFAction_GetDest": (_P, (_P, _P)),
    "FPDFAction_GetFilePath": (c_ulong, (_P, _P, c_ulong)),
    "FPDFAction_GetURIPath": (c_ulong, (_P, _P, _P, c_ulong)),
    "FPDFDest_GetDestPageIndex": (_I, (_P, _P)),
    "FPDF_CountNamedDests": (c_ulong, (_P,)),
    "FPDF_GetNamedDest": (_P, (_P, _I, _P, POINTER(ctypes.c_long))),
    "FPDFLink_Enumerate": (_I, (_P, POINTER(c_int), POINTER(c_void_p))),
    "FPDFLink_GetDest": (_P, (_P, _P)),
    "FPDFLink_GetAction": (_P, (_P,)),
    "FPDFLink_GetAnnotRect": (_I, (_P, POINTER(Rectangle))),
    "FPDFPage_GetAnnotCount": (_I, (_P,)),
    "FPDFPage_GetAnnot": (_P, (_P, _I)),
    "FPDFPage_CloseAnnot": (None, (_P,)),
    "FPDFAnnot_GetSubtype": (_I, (_P,)),
    "FPDFAnnot_GetRect": (_I, (_P, POINTER(Rectangle))),
    "FPDFAnnot_GetFlags": (_I, (_P,)),
    "FPDFAnnot_GetStringValue": (c_ulong, (_P, ctypes.c_char_p, _P, c_ulong)),
    "FPDFDOC_InitFormFillEnvironment": (_P, (_P, POINTER(FormCallbacks))),
    "FPDFAnnot_GetFormFieldName": (c_ulong, (_P, _P, _P, c_ulong)),
    "FPDFAnnot_GetFormFieldAlternateName": (c_ulong, (_P, _P, _P, c_ulong)),
    "FPDFAnnot_GetFormFieldType": (_I, (_P, _P)),
    "FPDFAnnot_GetFormFieldValue": (c_ulong, (_P, _P, _P, c_ulong)),
    "FPDFDoc_GetAttachmentCount": (_I, (_P,)),
    "FPDFDoc_GetAttachment": (_P, (_P, _I)),
    "FPDFAttachment_GetName": (c_ulong, (_P, _P, c_ulong)),
    "FPDFDoc_GetJavaScriptActionCount": (_I, (_P,)),
    "FPDFCatalog_IsTagged": (_I, (_P,)),
    "FPDFCatalog_GetLanguage": (c_ulong, (_P, _P, c_ulong)),
    "FPDF_StructTree_GetForPage": (_P, (_P,)),
    "FPDF_StructTree_Close": (None, (_P,)),
    "FPDF_StructTree_CountChildren": (_I, (_P,)),
    "FPDF_StructTree_GetChildAtIndex": (_P, (_P, _I)),
    "FPDF_StructElement_GetType": (c_ulong, (_P, _P, c_ulong)),
    "FPDF_StructElement_GetAltText": (c_ulong, (_P, _P, c_ulong)),
    "FPDF_StructElement_CountChildren": (_I, (_P,)),
    "FPDF_StructElement_GetChildAtIndex": (_P, (_P, _I)),
    "FPDF_StructElement_GetChildMarkedContentID": (_I, (_P, _I)),
    "FPDFBitmap_Create": (_P, (_I, _I, _I)),
    "FPDFBitmap_FillRect": (_I, (_P, _I, _I, _I, _I, c_ulong)),
    "FPDFBitmap_GetBuffer": (_P, (_P,)),
    "FPDFBitmap_GetStride": (_I, (_P,)),
    "FPDFBitmap_Destroy": (None, (_P,)),
    "FPDF_RenderPageBitmap": (None, (_P, _P, _I, _I, _I, _I, _I, _I)),
}


class Bounds(NamedTuple):
    """A rectangle in PDF's own space: points, `bottom` below `top`."""

    left: float
    bottom: float
    right: float
    top: float


class Library:
    """The loaded library; each function is an attribute under its own name without `FPDF`: `lib.Text_GetUnicode`."""

    def __init__(self, path: str) -> None:
        loaded = ctypes.CDLL(path)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(loaded, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name.removeprefix("FPDF").removeprefix("_"), function)
        self.InitLibrary()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Only asked for what is not declared."""
        raise AttributeError(name)

    def bounds(self, page_object: int) -> Bounds | None:
        """The rectangle of a page object in the space of what holds it."""
        sides = [c_float() for _ in range(4)]
        if not self.PageObj_GetBounds(page_object, *map(byref, sides)):
            return None
        left, bottom, right, top = (side.value for side in sides)
        return Bounds(left, bottom, right, top)

    def rectangle(self, call: Callable[..., Any], *arguments: object) -> Bounds | None:
        """What a function that fills in a rectangle fills in."""
        found = Rectangle()
        if not call(*arguments, byref(found)):
            return None
        return Bounds(
            min(found.left, found.right), min(found.bottom, found.top),
            max(found.left, found.right), max(found.bottom, found.top),
        )  # fmt: skip

    def colour(self, call: Callable[..., Any], page_object: int) -> tuple[str, int] | None:
        """`RRGGBB` and opacity (0 to 255) of a solid colour; `None` for a pattern."""
        channels = [c_uint() for _ in range(4)]
        if not call(page_object, *map(byref, channels)):
            return None
        red, green, blue, alpha = (min(255, channel.value) for channel in channels)
        return f"{red:02X}{green:02X}{blue:02X}", alpha


def text(call: Callable[..., int], *arguments: object) -> str:
    """What a function that fills in UTF-16 text fills in; asked twice, first for the length in bytes."""
    return _filled(call, arguments).decode("utf-16-le", "replace").rstrip("\0")


def narrow_text(call: Callable[..., int], *arguments: object) -> str:
    """The same for UTF-8 text."""
    return _filled(call, arguments).decode("utf-8", "replace").rstrip("\0")


def _filled(call: Callable[..., int], arguments: tuple[object, ...]) -> bytes:
    size = call(*arguments, None, 0)
    if not 0 < size <= _LONGEST_TEXT:
        return b""
    buffer = ctypes.create_string_buffer(size)
    filled = call(*arguments, buffer, size)
    return buffer.raw[: min(size, filled)]


def bounded_text(lib: Library, text_page: int, bounds: Bounds) -> str:
    """The text inside a rectangle of a page."""
    corners = (bounds.left, bounds.top, bounds.right, bounds.bottom)
    units = lib.Text_GetBoundedText(text_page, *corners, None, 0)
    if not 0 < units < _LONGEST_TEXT:
        return ""
    buffer = (c_ushort * units)()
    filled = lib.Text_GetBoundedText(text_page, *corners, buffer, units)
    return bytes(buffer)[: 2 * filled].decode("utf-16-le", "replace").rstrip("\0")


def library_path() -> str:
    """Where the library is; the empty string when it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return ""
    folder = Path(spec.origin).parent
    here = next((folder / name for name in _FILES if (folder / name).is_file()), None)
    return str(here) if here is not None else _system_library()


def _system_library() -> str:
    """The package may be told at its installation to use a library of the system: only it knows which."""
    from pypdfium2_raw import bindings  # type: ignore[import-untyped]

    return str(bindings._libs["pdfium"]._name)  # noqa: SLF001 - there is no other way to ask
