"""Objective criteria: plain functions that look at an artifact and need no model."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from outcomes.checks import (
    abbreviations,
    accessibility,
    agreement,
    alignment,
    captions,
    cells,
    charts,
    command,
    data,
    edges,
    glossary,
    headings,
    legibility,
    links,
    matching,
    navigation,
    package,
    pages,
    palette,
    pictures,
    placeholders,
    placement,
    privacy,
    prose,
    reading_order,
    review,
    sections,
    shares,
    sheets,
    slides,
    spacing,
    structure,
    text,
    titles,
    totals,
    typefaces,
)
from outcomes.checks.overflow import check as overflow

if TYPE_CHECKING:
    from outcomes.check import Checks

_MODULES: Final = (
    package,
    text,
    matching,
    prose,
    glossary,
    abbreviations,
    structure,
    sections,
    captions,
    navigation,
    totals,
    shares,
    agreement,
    charts,
    placeholders,
    review,
    spacing,
    privacy,
    accessibility,
    reading_order,
    links,
    legibility,
    typefaces,
    palette,
    headings,
    titles,
    pages,
    pictures,
    placement,
    edges,
    alignment,
    overflow,
    slides,
    cells,
    sheets,
    data,
    command,
)

ALL: Final[Checks] = MappingProxyType({spec.name: spec for module in _MODULES for spec in module.CHECKS})
"""Every check that comes with the package, by name; `outcomes checks` lists them by what they are about."""
