"""Whether a program can be started without a network, tried once: a renderer needs none."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Final

_TRY_SECONDS: Final = 10
_WAYS: Final = (("--net",), ("--map-current-user", "--net"), ("--map-root-user", "--net"))
"""As root, and as anybody where the system lets people have namespaces of their own."""


@cache
def without_network() -> tuple[str, ...]:
    """What to put before a command line so that it runs without a network; empty where the system does not allow it."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    if unshare is None or true is None:
        return ()
    return next((prefix for way in _WAYS if _works(prefix := (unshare, *way, "--"), true)), ())


def _works(prefix: tuple[str, ...], true: str) -> bool:
    try:
        done = subprocess.run([*prefix, true], capture_output=True, timeout=_TRY_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
