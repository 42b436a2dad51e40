"""Code of one's own as a check: on work that meets it and on work that does not."""

from __future__ import annotations

import sys

from tests.checks.example import Example, File

EXAMPLES = (
    Example(
        "command",
        File("work.txt", "done"),
        File("work.txt", "to do"),
        {"": "the program ended with exit code 1 and printed nothing"},
        {"argv": [sys.executable, "-c", "import sys; sys.exit(open(sys.argv[1]).read() != 'done')", "{artifact}"]},
    ),
)
