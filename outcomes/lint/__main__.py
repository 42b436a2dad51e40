"""Prints the page about the rules: `python -m outcomes.lint > rubrics/LINT.md`."""

import sys

from outcomes.lint.page import page
from outcomes.lint.registry import RULES

if __name__ == "__main__":
    sys.stdout.write(page(RULES))
