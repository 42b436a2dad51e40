"""Three decks, each with the draft that came before it."""

from __future__ import annotations

from outcomes.testing.documents import Pptx


def proposal(*, draft: bool = False) -> Pptx:
    """A deck that asks a board for a decision; the draft is one slide short and was never looked through."""
    deck = (
        Pptx(title="A second warehouse in Olten", author="Operations")
        .slide("A second warehouse in Olten", layout="Title Only")
        .shape("Board meeting of 14 October 2026, item 4", y=3)
        .slide(
            None if draft else "We ask the board to lease the Olten site for ten years",
            bullets=[
                "Lease of 5,200 square metres from 1 March 2027, with an option for five more years",
                "Cost: 1.9 million francs to fit out, 640,000 francs a year in rent",
                "Decision needed by 31 October 2026, when the owner's offer ends",
                *(_TRAFFIC if draft else ()),
            ],
            notes=None
            if draft
            else "Area, rent, end of offer: letter of the owner, 1 September. Fit-out: builder, 3 August.",
        )
        .slide(_FULL, layout="Title Only", notes=None if draft else "Use in per cent: stock system, 31 July 2026.")
        .chart(
            "Pallet places in use, in per cent",
            ["Jan", "Mar", "May", "Jul"],
            {"Planned": [86, 88, 90, 91], "Actual": [88, 93, 99, 100]},
            alt="Bar chart: use rose from 88 to 100 per cent",
        )
        .shape("Source: stock system, 31 July 2026", x=11 if draft else 1, y=6.7, width=4, height=0.5)
        .slide(
            _FULL if draft else "Three alternatives were considered",
            layout="Title Only",
            notes=None if draft else "Costs over ten years: comparison by Finance of 2 September 2026.",
        )
        .table(
            [
                ["Alternative", "Cost over ten years", "Why not"],
                ["Renting pallet places from others", "11.2 million francs", "Price can change every year"],
                ["Building at the present site", "12.5 million francs", "Permit not before 2029"],
                ["Lease in Olten", "8.3 million francs", "Proposed"],
            ]
        )
    )
    if draft:
        return deck
    return deck.slide(
        "Each risk has a countermeasure",
        bullets=["Fit-out costs more: fixed price agreed", "Too few drivers: contract with two hauliers signed"],
    ).slide("Next steps", bullets=["Sign the lease by 31 October: R. Frei", "Order the racks by 15 November: M. Kunz"])


def training(*, draft: bool = False) -> Pptx:
    """Slides for a safety briefing; the draft works only for people who see all of it."""
    deck = (
        Pptx(title="Fire safety in the new building", author="Facility management")
        .slide(
            None if draft else "What to do when the alarm sounds",
            bullets=[
                "Leave by the nearest stairs",
                "Do not use the lifts",
                "Go to the assembly point",
                *(_RULES if draft else ()),
            ],
            notes=None if draft else "Play the alarm once, so that everyone knows it.",
        )
        .slide("Where the exits are", layout="Title Only", notes="Walk to the nearest exit after the briefing.")
        .table(
            [["Floor", "Stairs", "Warden"], ["Ground", "North, south", "Ms Imhof"], ["First", "North", "Mr Keller"]],
            header=not draft,
        )
        .slide(
            "Where the exits are" if draft else "Where we meet", layout="Title Only", notes="Point out of the window."
        )
        .picture(
            alt=None if draft else "Map: the assembly point is the car park east of the main door", x=11 if draft else 1
        )
        .shape(
            "The assembly point is the car park east of the main door.",
            x=5,
            y=5,
            width=6,
            colour="BFBFBF" if draft else None,
        )
        .slide(
            "Whom to ask",
            bullets=["Fire warden of your floor", "Facility management, extension 118"],
            notes="Thank them.",
        )
    )
    if not draft:
        return deck
    # drawn from the bottom up, and so read out from the bottom up
    deck.shape("Then call 118.", y=6.2, height=0.5).shape("First ask your warden.", y=5.4, height=0.5)
    return deck.shape("The BHK has a key to every door. Where the BHK sits: here", x=6, y=5.4, size_points=11)


def quarter(*, draft: bool = False) -> Pptx:
    """A quarterly deck; the draft was put together on the train."""
    deck = (
        Pptx(title="Third quarter 2026", author="Finance")
        .slide(
            "Revenue rose by 6 per cent in the third quarter",
            bullets=[
                "18.4 million francs, after 17.3 a year ago",
                "Margin 11.2 per cent, after 10.5",
                *(_TRAFFIC if draft else ()),
            ],
            notes="The growth is in repairs.",
        )
        .slide(None if draft else "Repairs grew in every region", layout="Title Only", notes="West first.")
        .chart(
            "Revenue from repairs, million francs",
            ["West", "Centre", "East"],
            {"2025": [2.1, 3.0, 1.4], "2026": [2.6, 3.2, 1.7]},
            alt=None if draft else "Bar chart: West 2.6, Centre 3.2, East 1.7, each more than in 2025",
        )
        .shape("Source: ledger of 2 October 2026", x=12 if draft else 1, y=6.4, height=0.5)
        .slide(
            "Revenue rose by 6 per cent in the third quarter" if draft else "Two risks for the fourth quarter",
            bullets=["TBD"] if draft else _RISKS,
            notes=None if draft else "The stock was ordered on Monday.",
        )
    )
    if draft:
        return deck
    return deck.slide(
        "We expect 19 million francs", bullets=["Orders of 15 million are signed"], notes="No question open."
    )


_FULL = "The present warehouse has been full since May 2026"
_RISKS = ("Spare parts arrive late: stock for eight weeks", "Two mechanics leave in November")
_TRAFFIC = (
    "The present site sends 140 lorries a day through a residential street, which the town will limit to 100 from July",
    "We could not keep to that limit without moving at least a third of the stock elsewhere, and soon",
    "Neighbours have asked for a noise barrier as well, which alone would cost about 400,000 francs if it were built",
    "Figures for traffic in the year 2025: [Insert table of lorries by month and by hour]",
)
_RULES = (
    "Close the doors behind you, but do not lock them, so that the fire brigade can search every room",
    "Help visitors and people who walk slowly, and tell the warden at once if somebody could not come with you",
    "Stay at the assembly point until the warden has read out all names and lets you go back in",
)
