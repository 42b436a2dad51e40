"""A pitch deck, and the draft that came before it."""

from __future__ import annotations

from typing import Final

from outcomes.testing.documents import Pptx


def pitch(*, draft: bool = False) -> Pptx:
    """A deck that asks investors for money; the draft hopes that they will ask back."""
    return _hopes() if draft else _facts()


def _facts() -> Pptx:
    deck = (
        Pptx(title="Kettle: refills for canteens", author="Kettle")
        .slide("Kettle", layout="Title Only")
        .shape("Canteens buy our refill stations for sauces, and throw nothing away.", y=2.4, width=10, size_points=28)
        .slide(
            "A canteen wastes 310,000 packets a year",
            bullets=[
                "A canteen of 500 seats pays 18,600 euros for sauce packets, and 1,900 euros to be rid of them",
                "From August 2026 they are banned in the European Union for meals on the spot",
            ],
        )
        .slide(
            "A cup is full in two seconds",
            bullets=["A station has six sauces, in bags of ten litres", "The canteen cleans it in eight minutes a day"],
        )
        .slide(
            "A station costs 240 euros a month",
            bullets=["A bag costs 31 euros", "It replaces 650 packets, which cost 39 euros", "Contract for 24 months"],
        )
        .slide(
            "September 2026: 96 stations in 42 canteens",
            layout="Title Only",
        )
        .chart(
            "Stations in use at the end of each quarter",
            ["Q2 2025", "Q4 2025", "Q2 2026", "Q3 2026"],
            {"Stations": [6, 21, 58, 96]},
            alt="Bar chart: stations in use rose from 6 in the second quarter of 2025 to 96 in the third of 2026",
        )
        .slide(
            "The market is 1.1 billion euros a year",
            bullets=[
                "8.4 billion packets a year in canteens of the EU (Eurostat, table DS-056120, 2025)",
                "At 13 cents for each packet: median of 42 offers to our customers, 2026",
            ],
        )
        .slide("What canteens do instead", layout="Title Only")
        .table(
            [
                ["Instead", "Cost per 100 servings", "Drawback"],
                ["Pump bottles", "4.10 euros", "Refilled by hand, recalled twice in 2025"],
                ["Paper packets", "7.80 euros", "Dearer than plastic, and still waste"],
                ["Kettle station", "5.20 euros", "Needs a socket and 60 cm of counter"],
            ]
        )
        .slide(
            "The founders have built kitchens before",
            bullets=[
                "Ines Ferrer, product: nine years at a maker of coffee machines",
                "Tomas Bielak, sales: ran 31 canteens for a caterer",
            ],
        )
        .slide(
            "Forecast for 2028: 1,050 stations",
            bullets=["Forecast of revenue: 4.6 million euros", "Forecast of gross margin: 51 % from 300 stations on"],
        )
        .slide("We raise 2.4 million euros", layout="Title Only")
    )
    return deck.table([["Use", "Share"], *_USES])


_USES: Final = [["Sales in France and Spain", "45 %"], ["Second assembly line", "35 %"], ["Working capital", "20 %"]]


def _hopes() -> Pptx:
    return (
        Pptx(title="Kettle")
        .slide("Kettle", bullets=["The future of sauce", "Disrupting a 90 billion dollar market growing 23 % a year"])
        .slide(
            "Why now",
            bullets=[
                "People everywhere are more and more aware of plastic, and regulators are beginning to look at packets",
                "Gen Z expects brands to take a stand, and canteens are where many of them eat every day of the week",
                "Our platform brings together hardware, software and community in one seamless experience for everyone",
                "We have talked to a large number of canteens, and all of them were really excited about what we do",
            ],
        )
        .slide("Traction", layout="Title Only")
        .chart("Growth", ["Then", "Now", "Soon"], {"Stations": [6, 96, 1050]}, alt="Bar chart: growth from 6 to 1050")
        .shape("Customers love us: 96 stations and counting. Numbers for this quarter: TBD", y=6.6, size_points=11)
        .slide("The ask", layout="Title Only")
        .table([["Use", "Share"], ["Growth", "60 %"], ["Team", "40 %"], ["Other", "15 %"]])
    )
