"""What a file and the environment may say of models, and what they are told when they say it wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import UsageError
from outcomes.grader import RunScope
from outcomes.settings import PriceSettings, load_settings
from outcomes.wiring import make_models, plan_model

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
grader = "model"
model = "m-1"
base_url = "http://localhost:11434"
profile = "private"
max_cost_usd = 2.5
effort = "low"
cache_ttl = "1h"
max_in_flight = 4
call_timeout_seconds = 900
way = "prompted"

[prices."m-1"]
input = 0
output = 0.5
cache_read = 0
"""


def test_a_file_says_everything_about_a_model_but_the_key(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(WHOLE)
    settings = load_settings({}, tmp_path)
    assert settings.prices == {"m-1": PriceSettings(input=0, output=0.5, cache_read=0)}
    made = plan_model(settings, {"HOME": str(tmp_path)})
    assert (made.name, made.endpoint.base_url, made.private) == ("m-1", "http://localhost:11434", True)
    assert (made.effort, made.ttl, made.timeout_seconds, made.way) == ("low", "1h", 900, "prompted")
    assert made.for_run(RunScope(b"")).fingerprint == "m-1/effort-low"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(WHOLE)
    settings = load_settings({"OUTCOMES_MODEL": "m-2", "OUTCOMES_CACHE_TTL": "5m"}, tmp_path)
    assert (settings.model, settings.cache_ttl, settings.max_in_flight) == ("m-2", "5m", 4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("max_in_flight = 0", "OUTCOMES_MAX_IN_FLIGHT or 'max_in_flight' in outcomes.toml: "),
        ("max_in_flight = true", "it is a number, not true or false, found True"),
        ("call_timeout_seconds = -1", "OUTCOMES_CALL_TIMEOUT_SECONDS"),
        ('cache_ttl = "2h"', "OUTCOMES_CACHE_TTL"),
        ('way = "magic"', "OUTCOMES_WAY"),
        ("prices = 3", "'prices' in outcomes.toml: "),
        ("[prices]\nm = 3", "'prices.m' in outcomes.toml: "),
        ("[prices.m]\ninput = 1", "'prices.m.output' in outcomes.toml: field required"),
        ("[prices.m]\ninput = true\noutput = 1", "'prices.m.input' in outcomes.toml: it is a number"),
        ("[prices.m]\ninput = -1\noutput = 1", "'prices.m.input' in outcomes.toml: "),
        ("[prices.m]\ninput = inf\noutput = 1", "'prices.m.input' in outcomes.toml: "),
        ("[prices.m]\ninput = 1\noutput = 1\nread = 1", "'prices.m.read' in outcomes.toml: "),
        ('api_key = "sk-1"', "unknown key 'api_key'"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_settings({}, tmp_path)
    assert told in str(caught.value)


def test_a_panel_has_one_budget_together(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(f'panel = ["m-2", "m-3"]\n{WHOLE}')
    makers = make_models(load_settings({}, tmp_path), {})
    assert [make(RunScope(b"")).name for make in makers] == ["m-1", "m-2", "m-3"]
    accounts = {id(make.__self__.account) for make in makers}  # type: ignore[attr-defined]
    assert len(accounts) == 1
