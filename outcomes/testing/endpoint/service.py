"""What the endpoint does with each request: check it, find the script's answer, count it, and perhaps spoil it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.allowance import Allowance, RateLimit
from outcomes.testing.endpoint.answers import Say, Script, answer_of, content_of
from outcomes.testing.endpoint.body import check_body, check_model, parse_body
from outcomes.testing.endpoint.cache import Plan, PromptCache
from outcomes.testing.endpoint.call import Call
from outcomes.testing.endpoint.families import Family, family
from outcomes.testing.endpoint.faults import Fault, Mischief
from outcomes.testing.endpoint.listing import list_models, model_entry
from outcomes.testing.endpoint.message import Message, as_events, as_json, make_message
from outcomes.testing.endpoint.profiles import Profile, as_read, check_loosely
from outcomes.testing.endpoint.recorder import Recorder, Seen, masked
from outcomes.testing.endpoint.refusal import Refusal
from outcomes.testing.endpoint.response import Response

if TYPE_CHECKING:
    from collections.abc import Collection

    from outcomes.clock import Clock
    from outcomes.testing.endpoint.http import Headers, HttpRequest

VERSION: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Manner:
    """How an endpoint behaves, all of it."""

    script: Script
    profile: Profile
    clock: Clock
    models: Mapping[str, Family] | Collection[str] = ()
    """Names that are known beside the hosted ones, with their facts if they matter."""
    keys: Collection[str] | None = None
    """The keys that are accepted; `None`: any."""
    faults: tuple[Fault, ...] = ()
    latency_seconds: float = 0.0
    """Between a request and the beginning of its answer."""
    rate_limit: RateLimit = field(default_factory=RateLimit)
    takes_offers: bool = True
    """Whether the model uses a tool that fits its answer when it is only offered one."""


@dataclass(frozen=True)
class _Outcome:
    """What becomes of one call, for the record too."""

    response: Response
    fault: Fault | None = None
    refusal: Refusal | None = None
    usage: Mapping[str, Any] | None = None


class Service:
    """Answers requests; knows nothing of connections."""

    def __init__(self, manner: Manner, recorder: Recorder) -> None:
        """An empty cache, and nothing counted."""
        self._manner = manner
        self._recorder = recorder
        self._cache = PromptCache(manner.clock.monotonic)
        self._allowance = Allowance(manner.rate_limit, manner.clock)
        self._mischief = Mischief(manner.faults)
        self._calls = 0
        self._answered = 0
        self._attempts: Counter[str] = Counter()

    def misbehave(self, faults: tuple[Fault, ...]) -> None:
        """From now on these faults, counted from the next call."""
        self._mischief = Mischief(faults)

    async def answer(self, request: HttpRequest, connection: int) -> Response:
        """The response to a request, and its record."""
        self._answered += 1
        request_id = f"req_{self._answered:024d}"
        try:
            outcome = await self._route(request)
        except Refusal as refusal:
            outcome = _Outcome(_refused(refusal, request_id), refusal=refusal)
        except Exception as error:  # noqa: BLE001 - kept, and raised when the endpoint is closed
            self._recorder.failures.append(error)
            broken = Refusal(500, f"{type(error).__name__}: {error}", headers=(("x-should-retry", "false"),))
            outcome = _Outcome(_refused(broken, request_id), refusal=broken)
        fault = outcome.fault
        if fault is not None and fault.refusal is not None:
            outcome = replace(outcome, response=_refused(fault.refusal, request_id), refusal=fault.refusal)
        response = replace(outcome.response, headers=(("request-id", request_id), *outcome.response.headers))
        self._record(request, connection, replace(outcome, response=response))
        return response

    def _record(self, request: HttpRequest, connection: int, outcome: _Outcome) -> None:
        if not self._recorder.keep:
            return
        status = None if outcome.response.silent else outcome.response.status
        fault = outcome.fault.name if outcome.fault else None
        refusal = outcome.refusal.message if outcome.refusal else None
        self._recorder.requests.append(
            Seen(
                connection=connection,
                method=request.method,
                target=request.target,
                headers=masked(request.headers),
                body=request.body,
                parsed=_parsed(request.body),
                status=status,
                fault=fault,
                refusal=refusal,
                usage=outcome.usage,
            )
        )

    async def _route(self, request: HttpRequest) -> _Outcome:
        path = request.path.rstrip("/")
        if path == "/v1/messages":
            _method(request, "POST")
            return await self._messages(request)
        if path == "/v1/messages/count_tokens" and self._manner.profile.counts_tokens:
            _method(request, "POST")
            return self._count(request)
        if path == "/v1/models" or path.startswith("/v1/models/"):
            _method(request, "GET")
            return self._models(request, path.removeprefix("/v1/models").removeprefix("/"))
        raise Refusal(404, f"Not Found: there is no {request.method} {request.path} here")

    # -- messages

    async def _messages(self, request: HttpRequest) -> _Outcome:
        body, facts = self._accepted(request)
        digest = hashlib.sha256(request.body).hexdigest()
        self._calls += 1
        self._attempts[digest] += 1
        call = Call(self._calls, self._attempts[digest], digest, body, dict(masked(request.headers)))
        fault = self._mischief.on(call)
        if fault is not None and fault.refusal is not None:
            return _Outcome(Response(fault.refusal.status, ()), fault)
        plan = self._plan(body, facts)
        self._allowance.take(plan.total - plan.read)
        answer = await self._scripted(call)
        if self._manner.latency_seconds:
            await asyncio.sleep(self._manner.latency_seconds)
        message = self._message(call, answer, plan, facts)
        self._allowance.spend(message["usage"]["output_tokens"])
        return self._deliver(call, message, fault, plan, answer)

    async def _scripted(self, call: Call) -> Any:  # noqa: ANN401 - whatever the script says
        answer = answer_of(self._manner.script, call)
        return await answer if isinstance(answer, Awaitable) else answer

    def _message(self, call: Call, answer: Any, plan: Plan, facts: Family) -> Message:  # noqa: ANN401
        manner = self._manner
        content, reason = content_of(answer, call, manner.profile, takes_offers=manner.takes_offers)
        room = max(facts.context - plan.total, 0)
        most = call.body.get("max_tokens", room)
        usage = plan.usage() if manner.profile.caching else {"input_tokens": plan.total}
        message = make_message(call.number, call.body["model"], content, reason, usage, min(most, room))
        if message["stop_reason"] == "max_tokens" and room < most:
            message["stop_reason"] = "model_context_window_exceeded"
        if isinstance(answer, Say) and answer.usage is not None:
            message["usage"] = {**message["usage"], **answer.usage}
        return message

    def _deliver(self, call: Call, message: Message, fault: Fault | None, plan: Plan, answer: Any) -> _Outcome:  # noqa: ANN401
        if fault is not None and fault.message is not None:
            message = fault.message(message)
        headers: Headers = self._allowance.headers() if self._manner.profile.strict else ()
        if isinstance(answer, Say):
            headers = (*headers, *answer.headers)
        if call.body.get("stream"):
            events = tuple(as_events(message))
            response = Response(200, events, "text/event-stream; charset=utf-8", headers, streamed=True)
        else:
            response = Response(200, (as_json(message),), headers=headers)
        if fault is not None and fault.response is not None:
            response = fault.response(response)
        if not response.silent:
            self._cache.begin(plan)
        return _Outcome(response, fault, usage=message.get("usage"))

    def _accepted(self, request: HttpRequest, *, counting: bool = False) -> tuple[Mapping[str, Any], Family]:
        """The body of a request that may go on, and the facts about its model."""
        profile = self._manner.profile
        self._check_key(request)
        if profile.strict:
            _check_headers(request)
        body = parse_body(request.body)
        facts = self._facts(check_model(body))
        if profile.strict:
            check_body(body, facts, counting=counting)
        else:
            check_loosely(body, profile)
        return as_read(body, profile), facts

    def _plan(self, body: Mapping[str, Any], facts: Family) -> Plan:
        plan = self._cache.plan(body, facts)
        if plan.total > facts.context:
            raise Refusal(400, f"prompt is too long: {plan.total} tokens > {facts.context} maximum")
        return plan if self._manner.profile.caching else Plan(plan.total)

    def _count(self, request: HttpRequest) -> _Outcome:
        body, facts = self._accepted(request, counting=True)
        total = self._cache.plan(body, facts).total
        return _Outcome(Response(200, (json.dumps({"input_tokens": total}).encode(),)))

    # -- who asks, and for which model

    def _check_key(self, request: HttpRequest) -> None:
        profile, keys = self._manner.profile, self._manner.keys
        key = request.header("x-api-key")
        bearer = (request.header("authorization") or "").removeprefix("Bearer ").strip()
        given = bearer if profile.bearer_only else key or bearer
        if not given and (profile.wants_key or keys is not None):
            wanted = "authorization" if profile.bearer_only else "x-api-key"
            raise Refusal(401, f"{wanted} header is required")
        if keys is not None and given not in keys:
            raise Refusal(401, f"invalid {'bearer token' if not key else 'x-api-key'}")

    def _facts(self, model: str) -> Family:
        named = self._manner.models
        if isinstance(named, Mapping) and model in named:
            facts: Family = named[model]
            return facts
        if self._manner.profile.strict and model not in named and not model.startswith("claude-"):
            raise Refusal(404, f"model: {model}")
        return family(model)

    def _models(self, request: HttpRequest, name: str) -> _Outcome:
        self._check_key(request)
        if name:
            self._facts(name)
        found = model_entry(name) if name else list_models(request.query, self._manner.models)
        return _Outcome(Response(200, (json.dumps(found).encode(),)))


def _refused(refusal: Refusal, request_id: str) -> Response:
    return Response(refusal.status, (refusal.body(request_id),), headers=refusal.headers)


def _method(request: HttpRequest, method: str) -> None:
    if request.method != method:
        raise Refusal(405, f"Method Not Allowed: {request.path} takes {method}", headers=(("allow", method),))


def _check_headers(request: HttpRequest) -> None:
    version = request.header("anthropic-version")
    if not version:
        raise Refusal(400, "anthropic-version: header is required")
    if not VERSION.fullmatch(version):
        raise Refusal(400, f'anthropic-version: "{version}" is not a valid version')
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(400, f"content-type: expected application/json, found {kind or 'none'}")


def _parsed(data: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
