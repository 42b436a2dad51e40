"""What is named as `package.module:name`, imported when it is first asked for."""

from __future__ import annotations

import importlib

LONGEST_NAME = 300
"""Characters of a path that go into a message."""


def load(reference: str) -> object:
    """The object at `package.module:name`."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
