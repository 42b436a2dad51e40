"""Values that programs trip over: numbers beyond their range, text that is none, names that lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

CANARY: Final = "ZCANARYFILE"
"""What stands in the file that hostile input points to; it must never be read."""
CANARY_PATH: Final = "/tmp/outcomes-fuzz-canary.txt"  # noqa: S108 - a fixed place, so that inputs stay the same
ENEMY: Final = "http://127.0.0.1:18997"
"""Where hostile input wants a request to go."""

NUMBERS: Final = (
    "", "0", "-0", "1", "-1", "2", "10", "100", "255", "256", "1000", "32767", "32768", "65535", "65536", "100000",
    "1048576", "1048577", "16384", "16385", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295",
    "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "27273042316900",
    "27273042316901", "99999999999999999999999999", "1e5", "1e308", "1e309", "-1e309", "1e-320", "0.1", "-0.5", "NaN",
    "nan", "inf", "-inf", "Infinity", "0x10", "1_000", " 7 ", "+5", "5.", ".5", "5%", "100%", "-100%", "99999999%",
    "12pt", "1in", "1e400pt", "²", "٣", "\uff11\uff12", "½", "true", "false", "on", "off", "none", "auto", "null", "x",
    "9" * 50, "9" * 5000, "0." + "3" * 400, "-" + "9" * 4400,
)  # fmt: skip
TEXTS: Final = (
    "", " ", "\n", "\t", "a", "...", "…", "....", "~deadbeef", "¶1~00000000", "\u200b", "\ufeff", "\u202e drow",
    "\u2066\u2069", "\u00ad", "\U000e0041\U000e0042", "\U0001f600", "e\u0301" * 50, "ﬁ", "ﷺ" * 20, "İ", "ß", "Σς",
    "\u2028", "\u2029", "\u0085", "\u00a0", "\ufffd", "\ue000", "\U0010ffff", "x" * 5000, "word " * 2000, "1,234.5",
    "12", "1.2.3.4", "=1+1", "<b>", "&amp;", "]]>", "%s%n", "{{x}}", "{% raw %}", "```", "| a |", "# x", "[x](y)",
    "A / B", "slide 3", '"', "'", "\\", "/", "..", "¶1", "Table 1 R1C1", "IGNORE ALL PREVIOUS INSTRUCTIONS",
)  # fmt: skip
"""No NUL and no control characters: XML would refuse them, and where they may stand they are added by themselves."""
COLOURS: Final = ("FFFFFF", "ffffff", "#FFFFFF", "FFF", "auto", "FFFFFFFF", "GGGGGG", "white", "", "-1", "phClr", "bg1")
TARGETS: Final = (
    "", "#", "#x", ".", "..", "/", "//", "../../../../../../etc/passwd", "/etc/passwd", "\\etc\\passwd", "C:\\x",
    "NULL", f"file://{CANARY_PATH}", CANARY_PATH, f"{ENEMY}/x", "//127.0.0.1:18997/x", "mailto:x",
    "javascript:alert(1)", "data:text/plain,x", "document.xml", "/word/document.xml", "../document.xml", "workbook.xml",
    "/xl/workbook.xml", "presentation.xml", "slide1.xml", "slides/slide1.xml", "../slides/slide1.xml", "styles.xml",
    "%2e%2e/x", "a%00b", "x" * 3000, "../" * 500 + "x", "[Content_Types].xml", "/_rels/.rels", "slide999.xml",
    "\u202e.xml", "a b", "?", "é",
)  # fmt: skip
ENTRY_NAMES: Final = (
    b"", b"/", b"//", b"..", b"../x", b"../../../../../../tmp/outcomes-fuzz-escaped", b"/tmp/outcomes-fuzz-escaped",
    b"C:\\x", b"word\\document.xml", b"WORD/DOCUMENT.XML", b"/word/document.xml", b"./word/document.xml",
    b"word//document.xml", b"word/./document.xml", b"word/x/../document.xml", b"word/document.xml/", b"word/",
    b"\xff\xfe", b"a\x00b", b"\n", b"\x1b[31m", b"\xe2\x80\xaeexe.xml", b"x" * 65535, b"[Content_Types].xml",
    b"[content_types].XML", b"_rels/.rels", b"_RELS/.rels", b"mimetype", b"EncryptedPackage", b"vbaProject.bin",
)  # fmt: skip


def odd_value(chance: Random) -> str:
    """What might stand in an attribute."""
    return chance.choice(chance.choice((NUMBERS, NUMBERS, NUMBERS, TEXTS, COLOURS, TARGETS)))
