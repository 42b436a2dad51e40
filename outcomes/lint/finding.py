"""What a rule found in a rubric's file: where, what is wrong, and the change that would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of the file, as it is decoded, that become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A finding before its rule's name is on it. Offsets are characters of the file, as it is decoded."""

    message: str
    start: int | None = None
    """Where it begins; `None`: it is about the file as a whole."""
    end: int | None = None
    criterion_id: str | None = None
    fix: str = ""
    """What to do here, where it is more exact than what the rule says."""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong. Lines and columns count from 1; `end_column` is the column behind the last character."""

    code: str
    name: str
    severity: Severity
    message: str
    fix: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    criterion_id: str | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def fixable(self) -> bool:
        """Whether `--fix` mends it."""
        return bool(self.edits)

    @property
    def told(self) -> str:
        """What is wrong and what to do, as sentences."""
        return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in (self.message, self.fix))

    @property
    def place(self) -> str:
        """`file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"
