"""Where questions go and with which key: read from settings and environment, and never told to anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from outcomes.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTED: Final = "https://api.anthropic.com"
ADDRESS: Final = "ANTHROPIC_BASE_URL"
"""The SDK's own variable for the address, asked after `base_url` of the settings."""
KEYS: Final = ("OUTCOMES_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
"""Variables that may hold a key, in the order in which they are asked; the last is a bearer token."""
LEAST_SECRET: Final = 16
"""Characters that a key has at least, if it is one."""
NO_KEY: Final = "no-key-needed"
"""What is sent to an endpoint that wants none: the SDK insists on sending something."""


@dataclass(frozen=True)
class Endpoint:
    """An address and the key for it. Equal ones share connections and limits."""

    base_url: str
    """Without `/v1`, a trailing slash, or anything secret."""
    key: str | None = field(default=None, repr=False)
    key_from: str | None = None
    """The variable that the key was found in."""

    @property
    def hosted(self) -> bool:
        """Whether it is the vendor's own, whose prices and abilities are known."""
        return self.base_url == HOSTED

    @property
    def bearer(self) -> bool:
        """Whether the key is a token of somebody's session rather than an API key."""
        return self.key_from == KEYS[-1]

    def hide(self, text: str) -> str:
        """The text without the key, should an endpoint have repeated it; not without a word that is given for a key."""
        if self.key is None or not self._is_secret:
            return text
        if len(self.key) >= LEAST_SECRET:
            return text.replace(self.key, "[key]")
        return re.sub(rf"(?<![\w-]){re.escape(self.key)}(?![\w-])", "[key]", text)

    @property
    def _is_secret(self) -> bool:
        """Whether it may be a key: servers on one's own machine are given words (`ollama`), which stand in any text."""
        return self.key is not None and (len(self.key) >= LEAST_SECRET or not self.key.isalpha())

    def hide_everywhere(self, headers: Mapping[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
        """A reply without the key, which could come back in anything, a model's name say; headers in small letters.

        Not words that servers on one's own machine are given for a key (`ollama`): they stand in ordinary text.
        """
        plain = {name.lower(): value for name, value in headers.items()}
        if self.key is None or len(self.key) < LEAST_SECRET:
            return plain, body
        return {name: self.hide(value) for name, value in plain.items()}, body.replace(self.key.encode(), b"[key]")


def find_endpoint(base_url: str | None, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint that is configured.

    Raises:
        UsageError: the address or the key cannot be used.
        ProviderError: `no-key`: the hosted endpoint, and no key for it.
    """
    address = _address(base_url or environment.get(ADDRESS) or HOSTED)
    name = next((name for name in KEYS if environment.get(name, "").strip()), None)
    endpoint = Endpoint(address, _key(name, environment[name]) if name else None, name)
    if endpoint.hosted and endpoint.key is None:
        raise ProviderError(no_key(), code="no-key")
    return endpoint


def no_key() -> str:
    """What to do for a key."""
    return (
        f"no key is set for {HOSTED}: put one into the environment, as in `export {KEYS[1]}=...` "
        f"({KEYS[0]} wins over it), or name an endpoint of your own with --base-url or OUTCOMES_BASE_URL"
    )


def _address(given: str) -> str:
    """Normal form of an address; a key in it would end up in messages."""
    try:
        parts = urlsplit(given.strip())
        port = parts.port
    except ValueError:
        raise UsageError("the endpoint's address cannot be understood; it looks like http://localhost:11434") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("the endpoint's address begins with http:// or https://, as in http://localhost:11434")
    if parts.username is not None or parts.query or parts.fragment:
        msg = f"the endpoint's address holds a user, a password or a query; give it alone, and the key in {KEYS[0]}"
        raise UsageError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = parts.path.rstrip("/").removesuffix("/messages").removesuffix("/v1").rstrip("/")
    return urlunsplit((parts.scheme, host if port is None else f"{host}:{port}", path, "", ""))


def _key(name: str, value: str) -> str:
    key = value.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        msg = f"{name} holds characters that no key has (spaces, line ends, or other than ASCII); copy the key again"
        raise UsageError(msg)
    return key
