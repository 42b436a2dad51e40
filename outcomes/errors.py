"""Every exception that the engine raises, grouped by who has to act.

OutcomesError
├── RubricError        the rubric's author: the file says something that cannot be understood or graded
├── UsageError         the caller: an argument, a path or a setting is wrong
│   └── NotSatisfied   the caller asked for a satisfied value and the run did not get there
├── ArtifactError      the worker: what it delivered cannot be read
├── WorkerError        the worker itself broke; says nothing about an artifact
│   └── DeadlineReached    the run's own time was over before the worker had finished
├── GraderError        the grader broke or answered outside its contract; never a pass, never a fail
│   └── BudgetReached      the next step might have cost more than is left, and was not taken
├── ProviderError      the model's endpoint or the network
├── RenderError        whoever looks after this machine: pages cannot be drawn; says nothing certain about an artifact
└── StoreError         the journal or the blobs
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from outcomes.run import Run
    from outcomes.usage import Usage


Limit = Literal["seconds", "tokens", "cost_usd"]
"""The budgets there are, with their units in their names."""


class OutcomesError(Exception):
    """Base of all errors raised by this package; `str(error)` is one or more plain sentences."""


class RubricError(OutcomesError):
    """A rubric that cannot be built: what was found, where (file, line, column) and what to do."""

    def __init__(
        self, message: str, *, source: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        """Keep the position apart from the message, so that editors and `--json` can use it."""
        self.message = message
        self.source = source
        self.line = line
        self.column = column
        super().__init__(message)

    def __str__(self) -> str:
        """`file:line:column: message`, leaving out what is not known."""
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message

    def at(self, *, source: str | None = None, line: int | None = None) -> RubricError:
        """Return the same error with the file and line filled in where they were not known."""
        return RubricError(
            self.message,
            source=self.source if self.source is not None else source,
            line=self.line if self.line is not None else line,
            column=self.column,
        )


class UsageError(OutcomesError):
    """An argument, a path or a setting that cannot be used."""


class NotSatisfied(UsageError):  # noqa: N818  (reads as the sentence it is: `except NotSatisfied`)
    """A wrapped call ended without a satisfied artifact; `.run` holds everything that was found."""

    def __init__(self, run: Run) -> None:
        """Say how the run ended and name the first gaps."""
        self.run = run
        super().__init__(run.summary)


class ArtifactError(OutcomesError):
    """A deliverable that cannot be read. `code` is stable and listed in `ARTIFACT_CODES`."""

    def __init__(self, code: str, message: str, *, fix: str = "") -> None:
        """`message` says what was found; `fix` is the smallest thing that would make the file readable."""
        if code not in ARTIFACT_CODES:
            msg = f"unknown artifact error code {code!r}"
            raise ValueError(msg)
        self.code = code
        self.message = message
        self.fix = fix
        super().__init__(f"{message} {fix}".strip())


ARTIFACT_CODES: dict[str, str] = {
    "missing": "there is no such file",
    "nothing-delivered": "the worker left nothing behind",
    "not-a-regular-file": "a symbolic link, device, socket or pipe",
    "unsupported-kind": "no reader for this kind of file",
    "wrong-kind": "readable, but not the kind of file that the rubric is about",
    "bad-name": "a file name that is not text",
    "empty-file": "zero bytes, or nothing in it from which a rubric could be drafted",
    "encrypted": "password-protected",
    "legacy-binary": "an Office 97-2003 file",
    "missing-extra": "a part of the engine that reading this kind of file takes is not installed",
    "not-converted": "an older kind of file that could not be converted",
    "corrupt-pdf": "not one page of a PDF can be read",
    "corrupt-zip": "not a whole zip archive",
    "corrupt-part": "a part inside the package is damaged",
    "not-ooxml": "not what its name says",
    "bad-xml": "a part is not well-formed XML",
    "dtd": "a part declares a document type, which office files never do",
    "duplicate-part": "two parts share one name",
    "too-large": "larger than the reader's limit",
    "too-many-parts": "more parts or files than the reader's limit",
    "too-many-slides": "more slides than the reader's limit",
    "too-deep": "nested deeper than the reader's limit",
    "image-too-large": "more pixels than the reader's limit",
    "corrupt-image": "an image header that cannot be understood",
}
"""What each `ArtifactError.code` means."""


class WorkerError(OutcomesError):
    """The worker raised, timed out, exited non-zero or returned something that is not a deliverable."""


class DeadlineReached(WorkerError):  # noqa: N818 - nobody's fault, and ends the run as any budget does
    """The run's time was over (`brief.deadline`) before the step had finished."""


class GraderError(OutcomesError):
    """The grader raised, timed out, or its verdicts do not match the rubric's criteria."""

    usage: Usage | None = None
    """What was spent in vain, where that is known: it counts against budgets all the same."""
    replies: tuple[str, ...] = ()
    """Keys of kept replies whose cost `usage` holds, so that whoever goes on does not count it again."""


class BudgetReached(GraderError):  # noqa: N818 - nobody's fault, and ends the run as any budget does
    """What is left of a budget might not have covered the next step."""

    def __init__(self, message: str, *, limit: Limit, allowed: float, needed: float | None) -> None:
        """`limit` is the budget's name; `allowed` what is left; `needed` the most the step can use, `None`: unknown."""
        self.limit: Limit = limit
        self.allowed = allowed
        self.needed = needed
        super().__init__(message)


class ProviderError(OutcomesError):
    """The model's endpoint refused, failed or could not be reached. `code` is listed in `PROVIDER_CODES`."""

    usage: Usage | None = None
    """What was spent in vain, where that is known."""
    replies: tuple[str, ...] = ()
    """As `GraderError.replies`."""

    def __init__(self, message: str, *, code: str = "failed", retry_after_seconds: float | None = None) -> None:
        """`message` says what happened at which endpoint and what to do; `retry_after_seconds` is the endpoint's."""
        if code not in PROVIDER_CODES:
            msg = f"unknown provider error code {code!r}"
            raise ValueError(msg)
        self.code = code
        self.message = message
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)


PROVIDER_CODES: dict[str, str] = {
    "failed": "something else went wrong",
    "no-key": "no key is set for an endpoint that wants one",
    "refused": "the endpoint does not accept the key, the model or this use of it",
    "bad-request": "the endpoint says that the question itself is wrong",
    "too-large": "the question is longer than the endpoint or the model takes",
    "rate-limited": "too many requests for the moment",
    "overloaded": "the endpoint has no room for the moment, or broke",
    "timeout": "no answer in time",
    "unreachable": "no connection, or one that broke",
    "truncated": "the answer did not fit the tokens that it was allowed",
    "declined": "the model declined to answer",
    "bad-reply": "what came back is no answer in the form that was asked for",
}
"""What each `ProviderError.code` means."""

TRANSIENT_CODES: frozenset[str] = frozenset({"rate-limited", "overloaded", "timeout", "unreachable"})
"""Codes that another attempt, later, may not meet again."""


class RenderError(OutcomesError):
    """A document of which no pages could be made. `code` is stable and listed in `RENDER_CODES`."""

    def __init__(self, code: str, message: str, *, fix: str = "") -> None:
        """`message` says what was tried; `fix` is what would make it work, an install line where one helps."""
        if code not in RENDER_CODES:
            msg = f"unknown render error code {code!r}"
            raise ValueError(msg)
        self.code = code
        self.message = message
        self.fix = fix
        super().__init__(f"{message} {fix}".strip())


RENDER_CODES: dict[str, str] = {
    "renderer-missing": "the program or the library that draws pages is not here, or does not work",
    "render-refused": "the document was not given to the renderer: no pages to draw, or more than it may cost",
    "render-failed": "the renderer works, but made no pages of this document",
    "render-timeout": "the renderer did not finish in time",
}
"""What each `RenderError.code` means."""


class StoreError(OutcomesError):
    """The journal or the blobs could not be read or written."""
