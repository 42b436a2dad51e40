"""A postmortem and a requirements document, each with the draft that came before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rubrics.writing import Writer


def postmortem(new: Callable[[str], Writer], *, draft: bool = False) -> Writer:
    """A review of an outage; the draft was written in anger, by somebody who wanted to get it over with."""
    return _angry(new) if draft else _blameless(new("Postmortem: checkout failed for 47 minutes on 12 May 2026"))


def _blameless(text: Writer) -> Writer:
    text.heading("Summary").paragraph(
        "On 12 May 2026 from 09:14 to 10:01 UTC the checkout of the web shop answered with an error. A new version of "
        "the price service used twice as many connections to the database as the one before it, and the pool that it "
        "shares with the checkout was used up. The version was rolled back; no order was lost or charged twice."
    )
    text.heading("Impact").bullets(
        "For 47 minutes 38 % of all attempts to pay failed: 4,120 of 10,840.",
        "2,900 customers saw an error page; 1,760 of them came back within a day.",
        "Orders for an estimated 61,000 euros were lost.",
    )
    text.heading("Timeline").paragraph("All times are in UTC.").table(
        [
            ["Time", "What happened"],
            ["09:02", "Version 4.18 of the price service is rolled out to all regions."],
            ["09:14", "The pool of database connections is used up; the first payments fail."],
            ["09:21", "The alert on the error rate of the checkout goes off, and the engineer on call is paged."],
            ["09:33", "The incident is declared; the shop shows a banner."],
            ["09:52", "The dashboard of the pool shows that the price service holds 180 of 200 connections."],
            ["09:55", "Version 4.17 is rolled out again."],
            ["10:01", "The error rate is back below 0.1 %."],
        ]
    )
    text.heading("Root cause").paragraph(
        "Version 4.18 opens a connection for each currency instead of for each request. Both services take their "
        "connections from one pool without a limit for either, so that one of them can starve the other."
    )
    text.heading("Why it was not caught", level=2).paragraph(
        "The load test runs with one currency, and so saw no difference. There is an alert on errors, but none on the "
        "pool, which would have gone off at 09:06. The canary took 2 % of the traffic, too little to fill the pool."
    )
    text.heading("What limited the damage").paragraph(
        "The roll-back took six minutes, because the last version is kept ready. Payments are written before they are "
        "sent, and so none was taken twice."
    )
    return text.heading("Action items").table(
        [
            ["Action", "Kind", "Owner", "Due", "Ticket"],
            ["Give each service a limit of its own in the pool", "Prevent", "A. Lindqvist", "22 May 2026", "OPS-2214"],
            ["Alert when a pool is used to 80 %", "Detect", "M. Osei", "19 May 2026", "OPS-2215"],
            ["Run the load test with all 14 currencies", "Prevent", "R. Castellanos", "5 June 2026", "QA-871"],
        ]
    )


def _angry(new: Callable[[str], Writer]) -> Writer:
    text = new("Postmortem: checkout outage")
    text.heading("Summary", level=2).paragraph(
        "The checkout was down on Tuesday morning for a while and a lot of customers were affected. The outage was due "
        "to human error: Robert rolled out a version that he should have checked."
    )
    text.heading("Timeline").bullets(
        "09:02 Robert rolls out the price service",
        "09:14 things start to fail",
        "around 10 everything is back",
    )
    text.heading("What went wrong").paragraph(
        "Robert did not test with more than one currency. TODO: ask him why the canary was ignored."
    )
    return text.heading("Action items").bullets(
        "Robert to be more careful with roll-outs",
        "The team will look into monitoring",
    )


def requirements(new: Callable[[str], Writer], *, draft: bool = False) -> Writer:
    """What a lending machine for a library has to do; the draft is a wish list."""
    return _wishes(new) if draft else _demands(new("Lending machine: requirements"))


def _demands(text: Writer) -> Writer:
    text.heading("Purpose").paragraph(
        "These are the requirements for the machine at which readers of the city library borrow and return books "
        "without a member of staff. They are the base of the tender of September 2026 and of the acceptance test."
    )
    text.heading("Scope").paragraph(
        "The machine lends and takes back books that carry a radio tag. It does not take money, print cards for new "
        "readers, or handle inter-library loans; these stay at the desk."
    )
    text.heading("Terms", level=2).bullets(
        "machine: the lending machine with its screen, card reader and tag reader",
        "library system: the existing system that knows readers, books and loans",
    )
    text.heading("Requirements").paragraph(
        "M stands for must, S for should. The way to verify is test (T), demonstration (D), inspection (I) or analysis "
        "(A)."
    )
    text.heading("Lending", level=2).table([_HEAD, *_LENDING])
    text.heading("Quality", level=2).table([_HEAD, *_QUALITY])
    return text.heading("Constraints").paragraph(
        "The machine speaks to the library system over SIP2, since the contract with its maker allows for nothing else "
        "until 2029."
    )


_HEAD: Final = ("Id", "Requirement", "Rank", "Source", "Verified by")
_LENDING: Final = (
    ("LM-1", "When a reader puts a card on the card reader, the machine shall show the reader's open loans.", "M",
     "Desk staff", "D"),
    ("LM-2", "When a reader confirms the list of books, the machine shall record the loans in the library system.", "M",
     "Lending rules, 4", "T"),
    ("LM-3", "When a loan is recorded, the machine shall print a receipt with the date of return.", "S", "Desk staff",
     "D"),
    ("LM-4", "If the library system is silent for 5 seconds, then the machine shall say that no loan was recorded.",
     "M", "Head of lending", "T"),
    ("LM-5", "While the machine has no link to the library system, the machine shall refuse loans.", "M",
     "Head of lending", "T"),
)  # fmt: skip
_QUALITY: Final = (
    ("LM-6", "The machine shall record a pile of ten books within 12 seconds of their being put down.", "M",
     "Tender, 3.2", "T"),
    ("LM-7", "The machine shall be ready for use in 99.5 % of opening hours in each month.", "M", "Tender, 3.4", "A"),
    ("LM-8", "The machine shall delete the reader's name from its screen 20 seconds after the last touch.", "M",
     "Data protection officer", "T"),
    ("LM-9", "The screen of the machine shall stand between 0.85 and 1.05 metres above the floor.", "M",
     "EN 301 549, 8.3", "I"),
)  # fmt: skip


def _wishes(new: Callable[[str], Writer]) -> Writer:
    text = new("Lending machine")
    text.heading("Purpose", level=2).paragraph("We want a machine for lending books, like the one in the other branch.")
    text.heading("Requirements").bullets(
        "The machine shall be user-friendly and fast.",
        "The machine shall read cards and it shall print receipts.",
        "The machine must run on Windows 11 with a React front end.",
        "Loans are refused without a link; without a link, loans are recorded later.",
        "Number of loans per day: TBD",
    )
    return text.heading("Other").paragraph("Returns should work most of the time.")
