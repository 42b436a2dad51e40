"""`python -m outcomes`."""

from outcomes.cli import main

main()
