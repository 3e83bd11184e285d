"""Hand a message to an HTTP server."""

from __future__ import annotations

from http import HTTPStatus

import httpx

from penstock.clients.errors import DeliveryFailed
from penstock.clients.http_message import HttpMessage, shown_address
from penstock.config.settings import Secret

_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


def is_web_address(url: Secret) -> bool:
    """Say whether a message can be sent there.

    >>> [is_web_address(Secret(url)) for url in ("https://x.org/a", "ftp://x", "http:///a")]
    [True, False, False]
    """
    try:
        parsed = httpx.URL(url.reveal)
    except (httpx.InvalidURL, ValueError):
        return False
    return parsed.scheme in {"http", "https"} and bool(parsed.host) and " " not in url.reveal


class HttpClient:
    """Keeps its connections, so that the next message need not greet first."""

    def __init__(self) -> None:
        self._client = httpx.Client(follow_redirects=False)

    def send(self, message: HttpMessage) -> None:
        """Send one message; any answer but 2xx is DeliveryFailed, which 4xx make final."""
        shown = shown_address(message.url)
        headers = {name: value.reveal for name, value in message.headers.items()}
        try:
            with self._client.stream(
                message.method,
                message.url.reveal,
                content=message.body,
                headers=headers,
                timeout=message.timeout_s,
            ) as answer:
                status = answer.status_code
        except httpx.HTTPError as failed:
            reason = str(failed) or type(failed).__name__
            raise DeliveryFailed(f"{shown}: {reason}", final=False) from failed
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            final = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _LATER
            raise DeliveryFailed(f"{shown} answered {status}", final=final)

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()
