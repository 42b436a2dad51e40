"""Where events go: JSON lines, a terminal, a log."""
