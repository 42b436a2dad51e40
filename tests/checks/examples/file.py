"""Checks of the file as a whole: for each one work that meets it and one that does not."""

from __future__ import annotations

from tests.checks.example import Example, File

EXAMPLES = (
    Example(
        "opens",
        File("work.json", '{"a": 1}'),
        File("work.json", '{"a": '),
        {"work.json": "not valid JSON (line 1, column 7: Expecting value); read as plain text"},
    ),
    Example(
        "files",
        (File("report.md", "# A"), File("data/a.csv", "a,b")),
        (File("report.md", "# A"), File("data/a.tmp", "a,b")),
        {"": 'no file "data/*.csv"', "data/a.tmp": 'a file like "*.tmp"'},
        {"has": ["report.md", "data/*.csv"], "lacks": ["*.tmp"]},
    ),
)
