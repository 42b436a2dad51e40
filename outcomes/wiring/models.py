"""Models out of settings and environment, one stack of layers for each run."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from outcomes.errors import UsageError
from outcomes.grader import Foresees, foreseen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.grader import Grader, Remaining, RunScope
    from outcomes.graders.model.turnstile import Turnstile
    from outcomes.health import Condition
    from outcomes.model import Model
    from outcomes.models.abilities import Abilities
    from outcomes.models.endpoint import Endpoint
    from outcomes.models.estimate import Estimate
    from outcomes.models.sharing import Sharing
    from outcomes.models.stack import Plan
    from outcomes.rubric import Rubric
    from outcomes.settings import Settings
    from outcomes.verdict_cache import VerdictCache


def make_model(settings: Settings, environment: Mapping[str, str]) -> Callable[[RunScope], Model]:
    """What makes the model of a run: asked through all its layers, with the run's budget and `max_cost_usd` over all.

    Raises:
        UsageError: no model is named, or the address or the key cannot be used.
        ProviderError: `no-key`: the hosted endpoint, and no key for it.
    """
    return make_models(settings, environment)[0]


def make_models(
    settings: Settings, environment: Mapping[str, str], tell: Callable[[str], None] | None = None
) -> tuple[Callable[[RunScope], Model], ...]:
    """The same for the model and each of the panel, which have one `max_cost_usd` together.

    `tell` is told in a line what is waited for, where an endpoint has no room or does not answer.

    Raises:
        UsageError, ProviderError: as `make_model` has it.
    """
    first = replace(plan_model(settings, environment), tell=tell)
    panel = [plan_model(settings.model_copy(update={"model": name}), environment) for name in settings.panel]
    return (first.for_run, *(replace(plan, account=first.account, tell=tell).for_run for plan in panel))


def model_grader(
    settings: Settings,
    environment: Mapping[str, str],
    *,
    cache: VerdictCache | Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> Grader:
    """The judge that asks the configured model, and the models of a panel in later looks.

    Args:
        settings: the models, their endpoint, and how they are asked.
        environment: where keys are.
        cache: where verdicts are kept, or the folder to keep them in; as the settings have it if not given.
        tell: told in a line what is waited for, where an endpoint has no room or does not answer.

    Raises:
        UsageError, ProviderError: as `make_model` has it.
    """
    from outcomes.graders.cached import CachedGrader
    from outcomes.graders.model.grader import ModelGrader
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.models.endpoint import find_endpoint
    from outcomes.stores.verdicts import FolderVerdicts

    asking = JudgeSettings(batch_size=settings.batch_size, on_injection=settings.on_injection)
    model, *panel = make_models(settings, environment, tell)
    turnstile = _turnstile(find_endpoint(settings.base_url, environment), settings.max_in_flight)
    grader = ModelGrader(model, asking, panel=panel, turnstile=turnstile)
    kept = cache if cache is not None else settings.verdicts
    if kept is None:
        return grader
    keeping = FolderVerdicts(Path(kept)) if isinstance(kept, str | Path) else kept
    return CachedGrader(grader, keeping, where=_address(settings, environment))


class LookEstimate(NamedTuple):
    """What a look at an artifact may cost."""

    model: str
    questions: int
    estimate: Estimate


def estimate_looks(
    grader: Grader, rubric: Rubric, artifact: Artifact, looks: int, references: Sequence[Artifact] = ()
) -> tuple[LookEstimate, ...]:
    """What so many looks of a grader may cost, each by itself; none where it asks no model that we know of.

    Nobody is asked.
    """
    from outcomes.models.estimate import estimate

    found: list[LookEstimate] = []
    for number in range(looks):
        would = foreseen(grader, rubric, artifact, references, look=number)
        if would is None:
            return ()
        again = any(each.model == would.model.name and each.questions for each in found)
        found.append(LookEstimate(would.model.name, len(would.questions), estimate(*would, again=again)))
    return tuple(found)


def is_foreseen(grader: Grader) -> bool:
    """Whether a grader may be able to say what it would ask."""
    return isinstance(grader, Foresees)


def remembering(grader: Grader, settings: Settings, environment: Mapping[str, str]) -> Grader:
    """The grader, asked only what it was not asked before: its verdicts are kept in the user's cache folder."""
    from outcomes.graders.cached import CachedGrader
    from outcomes.models.abilities import cache_folder
    from outcomes.stores.verdicts import FolderVerdicts

    folder = cache_folder(environment.get("XDG_CACHE_HOME"), environment.get("HOME"))
    if folder is None:
        return grader
    where = _address(settings, environment) if settings.grader == "model" else ""
    return CachedGrader(grader, FolderVerdicts(folder / "verdicts"), where=where)


def _address(settings: Settings, environment: Mapping[str, str]) -> str:
    """Where the configured model is asked."""
    from outcomes.models.endpoint import find_endpoint

    return find_endpoint(settings.base_url, environment).base_url


class Priced(NamedTuple):
    """What is known of the prices of models that are asked."""

    priced: tuple[str, ...]
    unpriced: tuple[str, ...]
    hosted: bool
    """They are asked at the vendor's own endpoint, where nothing is free."""


def prices_of(settings: Settings, environment: Mapping[str, str], looks: int) -> Priced:
    """What is known of the prices of the configured model and its panel, as far as so many looks ask them.

    Raises:
        UsageError, ProviderError: as `make_model` has it.
    """
    from outcomes.models.endpoint import find_endpoint
    from outcomes.models.prices import find_price

    hosted = find_endpoint(settings.base_url, environment).hosted
    names = (settings.model or "", *settings.panel)[:looks]
    known = {name: find_price(name, settings.prices, hosted=hosted) is not None for name in names}
    return Priced(
        tuple(name for name, found in known.items() if found),
        tuple(name for name, found in known.items() if not found),
        hosted,
    )


def plan_model(settings: Settings, environment: Mapping[str, str]) -> Plan:
    """The model as it is configured; everything of this process that asks the same endpoint shares its limits."""
    from outcomes.clock import SystemClock
    from outcomes.models.account import Account
    from outcomes.models.endpoint import find_endpoint
    from outcomes.models.prices import find_price
    from outcomes.models.stack import Plan

    if settings.model is None:
        raise UsageError(
            'no model is named: give --model NAME, set OUTCOMES_MODEL=NAME, or write model = "NAME" into '
            "outcomes.toml; NAME is what the endpoint calls it, such as claude-sonnet-5-5"
        )
    endpoint = find_endpoint(settings.base_url, environment)
    command = Account(partial(_whole_budget, settings.max_cost_usd), "--max-cost-usd")
    return Plan(
        name=settings.model,
        endpoint=endpoint,
        price=find_price(settings.model, settings.prices, hosted=endpoint.hosted),
        sharing=_sharing(settings.max_in_flight),
        abilities=_abilities(environment.get("XDG_CACHE_HOME"), environment.get("HOME")),
        clock=SystemClock(),
        ttl=settings.cache_ttl,
        effort=settings.effort,
        timeout_seconds=settings.call_timeout_seconds,
        private=settings.profile == "private",
        way=settings.way,
        account=command,
    )


def _whole_budget(max_cost_usd: float | None) -> Remaining:
    """What one command may spend, before it has spent anything."""
    from outcomes.grader import Remaining

    return Remaining(cost_usd=max_cost_usd)


@cache
def _sharing(most_in_flight: int) -> Sharing:
    from outcomes.clock import SystemClock
    from outcomes.models.sharing import Sharing

    return Sharing(SystemClock(), most_in_flight)


@cache
def _turnstile(_endpoint: Endpoint, most_in_flight: int) -> Turnstile:
    """One for each endpoint, so that none that hangs holds up the looks at another."""
    from outcomes.graders.model.turnstile import Turnstile

    return Turnstile(2 * most_in_flight)


@cache
def _abilities(*home: str | None) -> Abilities:
    """What was found out about endpoints, by this process and, where there is a cache folder, by earlier ones."""
    from outcomes.models.abilities import Abilities, cache_folder

    return Abilities(cache_folder(*home), time.time)


def endpoint_health(settings: Settings, environment: Mapping[str, str]) -> tuple[Condition, ...]:
    """The configured endpoint and model, and whether there is a key; nothing is asked of anybody."""
    from outcomes.models.health import conditions

    return conditions(settings, environment)


async def ask_endpoint(settings: Settings, environment: Mapping[str, str]) -> Condition:
    """Ask the configured endpoint, at its price, how it can be got to answer; what was known before is forgotten.

    Raises:
        UsageError, ProviderError: as `make_model` has it.
    """
    from outcomes.models.health import asked

    return await asked(plan_model(settings, environment))
