"""Objective criteria: plain functions that look at an artifact and need no model."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from outcomes.checks import accessibility, command, package, placeholders, review, slides, structure, text

if TYPE_CHECKING:
    from outcomes.check import Checks

_MODULES: Final = (package, placeholders, text, structure, accessibility, review, slides, command)

ALL: Final[Checks] = MappingProxyType({spec.name: spec for module in _MODULES for spec in module.CHECKS})
"""Every check that comes with the package, by name, in the order in which `outcomes checks` lists them."""
