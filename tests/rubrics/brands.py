"""A letter and a deck in the look of a house, each with a draft that somebody made without looking at the guide."""

from __future__ import annotations

from outcomes.testing.documents import Docx, Pptx
from tests.rubrics.damage import in_another_look

_NOTICE = "© Northwind Instruments 2026"
_LOGO = "Logo of Northwind Instruments"


def letter(*, draft: bool = False) -> bytes:
    """A product sheet in Word; the draft has the name, the letters and the blue of another house."""
    return _strange_letter() if draft else in_another_look(_house_letter().to_bytes(), "2F5496", "1F4E79")


def deck(*, draft: bool = False) -> bytes:
    """A deck for customers; the draft was put together from three older ones."""
    return _strange_deck() if draft else in_another_look(_house_deck().to_bytes(), "2F5496", "1F4E79")


def _house_letter() -> Docx:
    text = (
        Docx(title="Flow meter F2", author="Northwind Instruments")
        .picture(_LOGO, width=0.96, height=0.64)
        .paragraph("Flow meter F2", style="Title")
        .heading("For whom it is")
        .paragraph(
            "The F2 measures how much water runs through pipes of 15 to 50 millimetres. Water utilities build it into "
            "house connections; makers of machines use it for cooling water."
        )
    )
    text.heading("What it measures").table(
        [
            ["Quantity", "Range", "Largest error"],
            ["Flow", "0.02 to 12 cubic metres an hour", "1.5 % of the value"],
            ["Temperature", "0 to 70 degrees", "0.4 degrees"],
        ]
    )
    text.paragraph(
        "We test every meter at five flows before it leaves the house. The customer finds the certificate under the "
        "number on the cover."
    )
    return text.heading("How to order").paragraph("Write to orders@northwind-instruments.example.").footer(_NOTICE)


def _strange_letter() -> bytes:
    return (
        Docx(title="F2")
        .paragraph("The World's Leading Flow Meter", style="Title", colour="D81B60")
        .paragraph("From Northwind Gauges, the only maker that gets it right.", font="Comic Sans MS", size_pt=16)
        .paragraph("Every punter who has tried it prefers it to the leaky thing from Aquatek.", size_pt=9)
        .paragraph("Its accuracy is TBD, and it is said to be the best.", size_pt=13, colour="BFBFBF")
        .paragraph("Write to us, and Northwind will come back to you.", size_pt=20)
        .picture("A flow meter on a pipe", width=3, height=3)
        .footer("Northwind")
        .to_bytes()
    )


def _house_deck() -> Pptx:
    return (
        Pptx(title="Flow meter F2", author="Northwind Instruments")
        .slide("Flow meter F2", layout="Title Only")
        .picture(_LOGO, x=1, y=2, width=0.96, height=0.64)
        .shape("For water utilities and makers of machines", x=1, y=3, width=9, size_points=28)
        .slide(
            "What it measures",
            bullets=["Flow from 0.02 to 12 cubic metres an hour", "Temperature from 0 to 70 degrees"],
        )
        .slide("How we test", bullets=["We test every meter at five flows", "The customer gets the certificate"])
        .shape(_NOTICE, x=1, y=6.8, width=6, height=0.5, size_points=12)
    )


def _strange_deck() -> bytes:
    strange = (
        Pptx(title="F2")
        .slide("The World's Leading Flow Meter", bullets=["By Northwind Gauges", "Loved by every punter who has one"])
        .picture("A flow meter on a pipe", x=9, y=4, width=3, height=3)
        .slide("TBD", layout="Title Only")
        .shape("Our meter is the best on the market today", x=1, y=2, width=8, size_points=40, colour="D81B60")
        .shape("Northwind knows what every customer wants", x=1, y=3, width=8, size_points=12, colour="BFBFBF")
        .shape("Nobody beats our prices, not even Aquatek", x=1, y=4, width=8, size_points=20)
    )
    return in_another_look(strange.to_bytes(), "Calibri Light", "Comic Sans MS")
