"""Two reports, a guide and the minutes of a meeting in Word, each with the draft that came before it."""

from __future__ import annotations

from outcomes.testing.documents import Docx


def decision(*, draft: bool = False) -> Docx:
    """A report that asks a manager for a decision; the draft still carries its review, and half of it is missing."""
    report = (
        Docx(title="Delivery vans: renew the lease or buy", author="Fleet management")
        .paragraph("Delivery vans: renew the lease or buy", style="Title")
        .heading("Summary")
        .paragraph(
            "Buying twelve electric vans costs 74,000 euros less over six years than renewing the lease of our diesel "
            "vans. We ask the executive board to approve the purchase for 612,000 euros on 14 October 2026, because "
            "the lease ends on 31 December and the maker needs nine weeks to deliver."
        )
    )
    if draft:
        report.insertion(" The board has more or less agreed already.").comment("Really? Who said so?", on="lease ends")
    report.heading("What we found").heading("Cost over six years", level=3 if draft else 2)
    report.paragraph(
        "The table compares both ways for twelve vans and six years, at the prices of September 2026. Electric vans "
        "cost more to buy and to insure; they save more than that on energy."
    )
    report.table([*_COSTS, _MISTYPED if draft else _TOTAL], header=not draft)
    report.heading("Range", level=3 if draft else 2).paragraph(
        "The longest tour in the twelve months to August 2026 was 214 km. In winter the van that we tested went 260 km "
        "before it had to be charged, with a full load and the heating on."
    )
    report.picture(
        alt=None if draft else "Bar chart: no tour was longer than 214 km, and nine in ten were below 150 km"
    )
    if draft:
        return report.paragraph("Recommendations: TODO, ask Petra")
    report.heading("How we compared").paragraph(
        "Prices for purchase, lease and service are offers of three dealers each, of which we took the middle one. "
        "Energy is counted at 0.24 euros a kilowatt hour and 1.62 euros a litre, the averages of the twelve months to "
        "August 2026. We drive 31,000 km a year with each van and left resale values out on both sides, because the "
        "market for used electric vans is too young for an estimate."
    )
    report.heading("Risks").bullets(
        "Electricity becomes dearer: up to 0.33 euros a kilowatt hour, buying remains the cheaper way",
        "The depot's connection allows for eight vans at a time: four are charged after midnight",
        "The maker delivers late: the present lease can be extended by the month for 780 euros a van",
    )
    report.heading("Recommendations").numbered(
        "Order twelve vans from the dealer in Kassel by 20 October 2026: Petra Vogel, fleet management",
        "Have twelve charging points built in the depot by 10 December 2026: Jan Albers, facilities",
        "Give notice on the lease by 31 October 2026: Petra Vogel, fleet management",
    )
    return report.paragraph(
        "If the board decides later than on 14 October, the vans arrive after the lease has ended, and every month "
        "until then costs 9,360 euros for the extension."
    )


def guide(*, draft: bool = False) -> Docx:
    """A guide for employees; the draft works only for people who see all of it."""
    guide = (
        Docx(title="How to claim travel expenses", author="Payroll")
        .paragraph("How to claim travel expenses", style="Title")
        .heading("What you can claim", level=2 if draft else 1)
        .paragraph("You can claim tickets, hotels and a daily allowance. The table shows the allowance by country.")
        .table([["Country", "A full day", "Half a day"], ["Austria", "40 euros", "20 euros"]], header=not draft)
        .heading("How to file a claim")
        .numbered("Open the form Travel on the intranet", "Attach a photo of every receipt", "Press Submit")
        .paragraph("After you have pressed Submit, the form shows a number. Keep it until you are paid.")
        .picture(
            alt="image1.png" if draft else "The form after it was sent: the number 2026-118 stands under the title"
        )
        .heading("When you are paid")
        .paragraph("Claims that arrive by the 20th of a month are paid with that month's wages.")
        .paragraph("Questions are answered by ")
        .link("here" if draft else "the payroll team", "https://intranet.example/payroll")
    )
    if not draft:
        return guide
    return (
        guide.paragraph("- Keep the receipts for a year")
        .paragraph("- Ask before you book a flight")
        .paragraph("Claims that arrive later wait for a month.", colour="BFBFBF")
        .paragraph("Ask the GTC before a flight of more than six hours. The GTC answers within two days.")
    )


def flat_guide() -> Docx:
    """The guide as somebody wrote it who made bold lines where headings belong."""
    return (
        Docx(title="How to claim travel expenses")
        .paragraph("What you can claim", bold=True)
        .paragraph("You can claim tickets, hotels and a daily allowance.")
        .paragraph("How to file a claim", bold=True)
        .paragraph("Open the form Travel on the intranet, attach a photo of every receipt, and press Submit.")
        .paragraph("When you are paid", bold=True)
        .paragraph("Claims that arrive by the 20th of a month are paid with that month's wages.")
    )


def quarter(*, draft: bool = False) -> Docx:
    """A quarterly report; the draft is what was there the evening before."""
    report = (
        Docx(title="Quarterly report", author="Finance")
        .paragraph("Quarterly report, third quarter 2026", style="Title")
        .heading("Summary")
        .paragraph(
            "Revenue was 18.4 million francs, 6 per cent more than in the third quarter of 2025. Nearly all of the "
            "growth came from repairs. The margin rose from 10.5 to 11.2 per cent, because fewer jobs had to be done "
            "twice."
        )
    )
    if draft:
        report.deletion(" An excellent quarter.")
    report.heading("Results").heading("By region", level=3 if draft else 2)
    report.paragraph("The table gives revenue from repairs in million francs.").table(_REPAIRS, header=not draft)
    report.picture(alt=None if draft else "Bar chart: revenue from repairs grew in all three regions")
    if draft:
        return report.heading("Outlook").paragraph("TBD").heading("Risks").paragraph("As in the last quarter.")
    report.paragraph(
        "Sales of new machines stood still at 10.9 million francs. Two large customers have moved their orders to the "
        "first quarter of 2027. Cash at the end of September was 4.1 million francs, after the new crane had been paid."
    )
    report.heading("Risks").bullets(
        "Spare parts from overseas arrive up to five weeks late; the stock now lasts for eight weeks",
        "Two of nine mechanics in the East leave in November; one has been replaced so far",
    )
    return report.heading("Outlook").paragraph(
        "For the fourth quarter we expect revenue of 19 million francs, of which orders for 15 million are signed. The "
        "margin should stay above 11 per cent, unless the price of steel rises again. We will report the two moved "
        "orders as soon as their dates are fixed."
    )


def minutes(*, draft: bool = False) -> Docx:
    """Minutes of a meeting; the draft is the recording typed out, with nothing yet made of it."""
    report = Docx(title="Minutes of the works council", author="L. Brandt").paragraph("Works council", style="Title")
    report.heading("Meeting").paragraph("Held on 6 October 2026, 14:00 to 15:10, room 2.04. Minutes: L. Brandt.")
    report.paragraph("Present: A. Demir, L. Brandt, T. Okafor, S. Wirth. Apologies: M. Lang.")
    report.footer("Works council, 6 October 2026")
    if draft:
        report.paragraph("Next meeting: TBD").insertion(" (probably in November)").heading("What was said")
        for turn in range(120):
            report.paragraph(_TALK[turn % len(_TALK)])
        return report
    report.heading("Decisions").numbered(
        "Flexible hours in the workshop are tried out from 1 November 2026 to 31 January 2027 (4 for, 0 against).",
        "The canteen keeps its present prices until the end of the year (3 for, 1 against).",
    )
    report.heading("Actions").table(
        [
            ["Action", "Who", "By"],
            ["Write the rules for the trial", "T. Okafor", "20 October 2026"],
            ["Tell all shifts about the trial", "S. Wirth", "27 October 2026"],
        ]
    )
    return report.heading("Next meeting").paragraph("3 November 2026, 14:00, room 2.04.")


_COSTS = [
    ["Euros", "Lease of diesel vans", "Purchase of electric vans"],
    ["Vehicles", "518,400", "612,000"],
    ["Energy", "331,200", "158,400"],
    ["Service and tyres", "115,200", "100,800"],
    ["Insurance and tax", "61,200", "80,800"],
]
_TOTAL = ["Total", "1,026,000", "952,000"]
_MISTYPED = ["Total", "1,062,000", "952,000"]
_REPAIRS = [["Region", "2025", "2026"], ["West", "2.1", "2.6"], ["Centre", "3.0", "3.2"], ["East", "1.4", "1.7"]]
_TALK = (
    "Okafor: We have talked about the hours in the workshop three times now, and I would like us to try them at last.",
    "Wirth: I am not against trying it, but the early shift wants to know beforehand who opens the gate at five.",
    "Demir: Then write that down as a rule, and let us vote on all of it together, and not again piece by piece.",
)
