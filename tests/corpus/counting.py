"""A pytest plugin that counts the files of the corpus, and those that a test has said something about.

A test that runs once for each file names it by its argument `corpus_file`. The name travels with the test's report, so
that the count holds however the tests are spread over processes. Where the corpus is required, a whole run that leaves
a file out fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import REQUIRED
from tests.corpus.support import files

ARGUMENT = "corpus_file"
HERE = Path(__file__).parent
WHOLE_MARKS = frozenset({"", "not slow", "corpus", "corpus and not slow"})
"""What `-m` may say in a run that is still expected to reach every file."""
NARROWING = ("keyword", "deselect", "ignore", "ignore_glob", "lf", "collectonly")
"""Options that leave tests out."""

ASSERTED = pytest.StashKey[set[str]]()
MOST_NAMES = 10


def pytest_configure(config: pytest.Config) -> None:
    """Begin the count."""
    config.stash[ASSERTED] = set()
    config.pluginmanager.register(_Listener(config.stash[ASSERTED]))


class _Listener:
    """Hears every report, in the process that prints the summary also those of other processes."""

    def __init__(self, asserted: set[str]) -> None:
        self._asserted = asserted

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the file that a test has run on, whatever came of it; one that was skipped said nothing."""
        if report.when == "call" and (not report.skipped or hasattr(report, "wasxfail")):
            self._asserted.update(str(value) for name, value in report.user_properties if name == ARGUMENT)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Write the file that a test is about on its report."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    name = params.get(ARGUMENT)
    if isinstance(name, str):  # without the corpus, a test about no file at all has a value that is none
        item.user_properties.append((ARGUMENT, name))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a whole run that left a file out, where the corpus is required."""
    if session.exitstatus == pytest.ExitCode.OK and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """`corpus: 164 files, 164 asserted`, and the files that a whole run should not have left out."""
    asserted = config.stash[ASSERTED]
    if asserted:
        terminalreporter.write_line(f"corpus: {len(_present())} files, {len(asserted)} asserted")
    left_out = _left_out(config)
    if left_out:
        names = ", ".join(left_out[:MOST_NAMES]) + (" ..." if len(left_out) > MOST_NAMES else "")
        terminalreporter.write_line(f"corpus: nothing was asserted on {names}", red=True)


def _present() -> list[str]:
    return [*files("documents"), *files("hostile")]


def _left_out(config: pytest.Config) -> list[str]:
    """The files that no test spoke of in a run that should have reached them all."""
    if not REQUIRED or hasattr(config, "workerinput") or not _is_whole(config):
        return []
    return [name for name in _present() if name not in config.stash[ASSERTED]]


def _is_whole(config: pytest.Config) -> bool:
    """Whether the command line selects everything in this folder."""
    option = config.option
    narrowed = any(getattr(option, name, None) for name in NARROWING)
    paths = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
    return not narrowed and option.markexpr in WHOLE_MARKS and any(HERE.is_relative_to(path) for path in paths)
