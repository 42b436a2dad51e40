"""What `outcomes doctor` says of the endpoint: what is configured, and, if it may ask, what it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.errors import OutcomesError, ProviderError
from outcomes.grader import RunScope
from outcomes.health import Condition
from outcomes.models.endpoint import KEYS, find_endpoint
from outcomes.models.prices import AS_OF, find_price
from outcomes.models.probe import probe
from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.model import Way
    from outcomes.models.stack import Plan
    from outcomes.settings import Settings

NAME: Final = "endpoint"
ANSWERS: Final = "answers"
NOT_ASKED: Final = "; configured, and not asked: only --ask finds out whether it answers"
LOST: Final = "criteria that need a judge are `cannot_judge`, unless a grader of your own is named"
SET: Final = "export OUTCOMES_GRADER=model OUTCOMES_MODEL=claude-sonnet-5-5 ANTHROPIC_API_KEY=..."
IN_WORDS: Final[Mapping[Way, str]] = {
    "native": "holds answers to a schema (native)",
    "forced_tool": "answers through a tool that it has to call (forced_tool)",
    "offered_tool": "answers through a tool that it is offered (offered_tool)",
    "prompted": "is asked in words for JSON (prompted)",
}


def conditions(settings: Settings, environment: Mapping[str, str]) -> tuple[Condition, ...]:
    """One line about the configured model; never the key, and nothing is asked."""
    if settings.model is None:
        return (Condition(NAME, ok=False, found="no model is named", lost=LOST, install=SET),)
    try:
        endpoint = find_endpoint(settings.base_url, environment)
    except OutcomesError as error:
        install = f"export {KEYS[1]}=..." if isinstance(error, ProviderError) else ""
        return (Condition(NAME, ok=False, found=str(error), lost=LOST, install=install),)
    price = find_price(settings.model, settings.prices, hosted=endpoint.hosted)
    key = f"key in {endpoint.key_from}" if endpoint.key_from else "no key"
    cost = f"${price.input:g} and ${price.output:g} a million tokens" if price is not None else "price ?"
    dated = f" (as of {AS_OF})" if price is not None and not settings.prices else ""
    used = "" if settings.grader == "model" else '; not used unless grader = "model" or --model says so'
    said = f"{settings.model} at {endpoint.base_url}, {key}, {cost}{dated}, profile {settings.profile}{used}{NOT_ASKED}"
    return (Condition(NAME, ok=True, found=said),)


async def asked(plan: Plan) -> Condition:
    """Ask how the endpoint can be got to answer, or, where that is known, whether it does."""
    plan.forget()
    ladder = plan.ladder(RunScope(secret=b"doctor"))
    try:
        way, usage = await ladder.find_way()
        if usage is FREE:
            usage = (await ladder.ways[way].ask(probe())).usage
    except OutcomesError as error:
        return Condition(ANSWERS, ok=False, found=str(error), lost=LOST)
    if usage is None:
        cost = "it does not say what that used"
    else:
        money = "?" if usage.cost_usd is None else f"{usage.cost_usd:.4f}"
        cost = f"asking took {usage.tokens:,} tokens, ${money}"
    return Condition(ANSWERS, ok=True, found=f"{plan.name} at {plan.endpoint.base_url} {IN_WORDS[way]}; {cost}")
