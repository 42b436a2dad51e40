"""The shell in which the documentation's commands are carried out."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of ours but the path, with this virtual environment before everything else, and what is given.

    What is kept in a user's folders is kept below `home`.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "PYTHONUTF8": "1", **more}


def place_worker(folder: Path) -> None:
    """Put `make_deck.py` there, ready to be run."""
    Path(shutil.copy(Path(__file__).with_name("make_deck.py"), folder)).chmod(0o755)
