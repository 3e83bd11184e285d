"""A message to an HTTP server, and what of its address may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from penstock.config.settings import Secret


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """One request with a body; its address may hold a secret, so only the host is ever shown."""

    url: Secret
    body: bytes
    method: str = "POST"
    headers: Mapping[str, Secret] = field(default_factory=dict)
    timeout_s: float = 10.0


def shown_address(url: Secret) -> str:
    """Return what of an address may be shown: neither path nor query nor user.

    >>> shown_address(Secret("https://me:pw@hooks.example:8443/T0/B1/key?x=y"))
    'https://hooks.example:8443'
    """
    parts = urlsplit(url.reveal)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"
