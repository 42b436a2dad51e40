"""What all tests share: the corpus of real and hostile files, counted, and a calm hypothesis."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["tests.corpus.counting"]

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
REQUIRED = os.environ.get("OUTCOMES_REQUIRE_CORPUS") == "1"

THOROUGH = os.environ.get("OUTCOMES_THOROUGH") == "1"
settings.register_profile(
    "house",
    deadline=None,
    max_examples=200 if THOROUGH else 30,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files; without it, a test that asks for it is skipped, or fails where it must be there."""
    if not CORPUS.is_dir():
        if REQUIRED:
            pytest.fail(f"the corpus is required here (OUTCOMES_REQUIRE_CORPUS=1), but {CORPUS.name}/ is not there")
        pytest.skip("the shared corpus is not here")
    return CORPUS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say early that the corpus is missing where it must be there, so that nothing is skipped in silence."""
    if REQUIRED and not CORPUS.is_dir() and any(item.get_closest_marker("corpus") for item in items):
        msg = "OUTCOMES_REQUIRE_CORPUS=1, but there is no corpus beside the checkout"
        raise pytest.UsageError(msg)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where the corpus is required, a skipped corpus test is a failure."""
    report = yield
    if REQUIRED and report.skipped and item.get_closest_marker("corpus"):  # type: ignore[attr-defined]
        report.outcome = "failed"  # type: ignore[attr-defined]
        report.longrepr = f"{item.nodeid}: a corpus test was skipped where the corpus is required"  # type: ignore[attr-defined]
    return report
