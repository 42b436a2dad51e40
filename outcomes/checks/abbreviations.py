"""Whether abbreviations are written out where they are first used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.checks.wording import TEXT, Use, listed
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_ABBREVIATION: Final = re.compile(r"(?<![\w.&/@#$-])([A-Z]{2,6})s?(?![\w&@]|[-./]\w)")
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
_KNOWN: Final = frozenset({
    "AD", "AG", "AM", "API", "APIs", "APAC", "ASCII", "BC", "BSD", "CD", "CEO", "CFO", "CIO", "COO", "CPU", "CSS",
    "CSV",
    "CTO", "DB", "DIN", "DNA", "DVD", "EEC", "EMEA", "EU", "EUR", "FAQ", "FBI", "CIA", "GB", "GBP", "GDP", "GNU", "GPS",
    "GPU", "HDD", "HR", "HTML", "HTTP", "HTTPS", "ID", "IDE", "IP", "ISBN", "ISO", "IT", "JPEG", "JPG", "JSON", "KB",
    "LAN", "LED", "LLC", "LTD", "MB", "MBA", "MIT", "MP", "NASA", "NATO", "NB", "NGO", "OK", "OS", "PC", "PDF", "PHP",
    "PIN", "PM", "PNG", "PR", "PS", "QR", "RAM", "RFC", "RNA", "ROI", "SDK", "SIM", "SMS", "SQL", "SSD", "SSL", "SVG",
    "TB", "TCP", "TLS", "TV", "UDP", "UI", "UK", "UN", "UNESCO", "UNICEF", "URI", "URL", "US", "USA", "USB", "USD",
    "UTC", "UTF", "UUID", "UX", "VAT", "VIP", "VPN", "VS", "WAN", "WHO", "WWW", "XML", "YAML", "ZIP", "CHF", "JPY",
    "CNY",
    "DDR", "FTP", "POSIX",
})  # fmt: skip
"""What needs no explanation anywhere."""
_WORDS: Final = frozenset({
    "ALL", "ALWAYS", "AND", "ANY", "AS", "AT", "BE", "BOTH", "BY", "DO", "EACH", "END", "ERROR", "FAIL", "FALSE", "FOR",
    "FULL", "GET", "GO", "HE", "HELP", "IF", "IN", "IS", "MAY", "ME", "MUST", "MY", "NEVER", "NEW", "NO", "NONE",
    "NORMAL",
    "NOT", "NOTE", "NOW", "NULL", "OF", "ON", "ONLY", "OR", "PASS", "POST", "PUT", "RECORD", "SEE", "SHALL", "SHOULD",
    "SO", "TBD", "THE", "TO", "TODO", "TOTAL", "TRUE", "UP", "WE", "YES", "AN", "AM", "NOTES", "WARN", "WITH", "FROM",
})  # fmt: skip
"""Ordinary words that are put in capitals to stress them."""
_LEAST_SENTENCE: Final = 4
"""Words of a piece of text from which capitals say something."""
_SHORTEST_SENTENCE: Final = 2 * _LEAST_SENTENCE - 1
_NEAR: Final = 100
"""Characters before and after an abbreviation that can say something about it."""


class Abbreviations(NoArgs):
    """Which abbreviations need no explanation."""

    known: list[str] = Field(
        default=[], max_length=500, description="Abbreviations that every reader of the document knows."
    )
    min_uses: int = Field(
        default=2, ge=1, le=1_000, description="How often one is used before it has to be written out."
    )


@check(
    "defined_abbreviations",
    summary="Every abbreviation is written out where it is first used (`known` lists those that need not be)",
    example='check: defined_abbreviations known=["SaaS", "KPI"] min_uses=2',
    args=Abbreviations,
    group="words",
    meaning=(
        "Two to six capitals in a row in running text, used at least `min_uses` times. The first use is `key "
        "performance indicator (KPI)` or `KPI (key performance indicator)`, or the abbreviation stands in a glossary "
        "or "
        "list of abbreviations. Lines all in capitals, Roman numerals, codes with digits, and some two hundred that "
        "everybody knows (EU, PDF, CEO ...) are left alone."
    ),
    source="APA Publication Manual, 7th ed., 6.25; Microsoft Writing Style Guide, Acronyms",
    false_positives="Names in capitals (IKEA), codes, and what every reader of the document knows: list them.",
)
def defined_abbreviations(artifact: Artifact, args: Abbreviations, _files: Files) -> CheckResult:
    """Headings are no first use: they are too short to write anything out."""
    known = {*_KNOWN, *_WORDS, *args.known, *map(str.upper, listed(artifact))}
    uses: dict[str, list[Use]] = {}
    for block in artifact.shown:
        if block.text and block.kind in TEXT and block.kind != "heading":
            for use, short in _abbreviations(block):
                if short not in known:
                    uses.setdefault(short, []).append(use)
    often = {short: found for short, found in uses.items() if len(found) >= args.min_uses}
    if not often:
        return passed("no abbreviations that need to be written out")
    findings = []
    for short, found in often.items():
        explained = next((use for use in found if _is_written_out(use, short)), None)
        if explained is None:
            findings.append(Finding(found[0].block.locator, f"{quoted(short)} is nowhere written out"))
        elif explained.block.locator != found[0].block.locator:
            problem = f"{quoted(short)} is first used here, and written out only at {explained.block.locator}"
            findings.append(Finding(found[0].block.locator, problem))
    measured = f"{count(len(often), 'abbreviation')}, {len(findings) or 'none'} not written out at first use"
    return judged(measured, findings, f"Write out the abbreviation at {places(findings)}, or list it as known.")


CHECKS: Final = (defined_abbreviations,)


def _abbreviations(block: Block) -> Iterator[tuple[Use, str]]:
    for line in block.text.splitlines():
        if len(line) < _SHORTEST_SENTENCE and line.isascii():
            continue
        text = fold(line)
        if text.isupper() or len(text.split()) < _LEAST_SENTENCE:
            continue
        for match in _ABBREVIATION.finditer(text):
            if not _ROMAN.fullmatch(match[1]) and not _in_capitals(text, match):
                yield Use(block, text, match.start()), match[1]


def _in_capitals(text: str, match: re.Match[str]) -> bool:
    """Whether the word before or after is in capitals too, as in a name or a heading in a line: `ACME CORPORATION`."""
    before = text[max(match.start() - _NEAR, 0) : match.start()].rstrip().rsplit(" ", 1)[-1]
    after = text[match.end() : match.end() + _NEAR].lstrip().split(" ", 1)[0]
    return any(
        word.isupper() and len(re.sub(r"\W", "", word)) > 1 and "(" not in word + before[-1:]
        for word in (before, after)
    )


def _is_written_out(use: Use, short: str) -> bool:
    """`key performance indicator (KPI)`, `KPI (key ...)`, `KPI: ...`, `KPI stands for`."""
    end = use.start + len(short)
    before, after = use.text[max(use.start - _NEAR, 0) : use.start].rstrip(), use.text[end : end + _NEAR]
    if before.endswith(("(", "[", '("', "('")) and len(before) > 2 and re.match("s?[\"']?[)\\],;]", after):
        return True
    opened = re.match(r"s? ?[(\[]\s?(\w)", after)
    if opened and opened[1].casefold() == short[0].casefold():
        return True
    return re.match(r" ?(?:stands for|means|is short for|=|:)", after) is not None and not before
