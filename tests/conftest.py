"""What all tests share: the corpus of real and hostile files, counted, and a calm hypothesis."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from outcomes.render.office import find_office

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["tests.corpus.counting"]

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
REQUIRED = os.environ.get("OUTCOMES_REQUIRE_CORPUS") == "1"

RENDERER_REQUIRED = os.environ.get("OUTCOMES_REQUIRE_RENDER") == "1"
NO_RENDERER = "LibreOffice (soffice) is not on the PATH; `outcomes doctor` says how to install it"

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that draws pages for real needs LibreOffice; where it must be there, its absence is a failure."""
    if item.get_closest_marker("render") and find_office() is None:
        pytest.skip(NO_RENDERER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where the corpus or a renderer is required, a test that was skipped for lack of it is a failure."""
    report = yield
    for marker, required in (("corpus", REQUIRED), ("render", RENDERER_REQUIRED)):
        if required and report.skipped and item.get_closest_marker(marker):  # type: ignore[attr-defined]
            report.outcome = "failed"  # type: ignore[attr-defined]
            report.longrepr = f"{item.nodeid}: a {marker} test was skipped where what it needs is required"  # type: ignore[attr-defined]
    return report
