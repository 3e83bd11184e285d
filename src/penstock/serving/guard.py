"""Who may ask: anybody on loopback, elsewhere those who know the token."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from penstock.config.settings import Secret

COOKIE = "penstock_token"
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        b"connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Refuses requests without the token, from other origins, or for other host names."""

    def __init__(self, app: ASGIApp, token: Secret | None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal is not None:
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return _error(403, "E821", "this request comes from another site")
        if self._token is None:
            if not _is_loopback(host):
                # A name that was made to point here (DNS rebinding) is not the user's browser.
                return _error(403, "E822", "this server answers to localhost only")
            return None
        return self._refusal_without_token(scope, headers, self._token)

    def _refusal_without_token(
        self, scope: Scope, headers: Headers, token: Secret
    ) -> Response | None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and _same(asked, token):
            response = RedirectResponse("/", status_code=303)
            response.set_cookie(COOKIE, _seal(token), httponly=True, samesite="strict")
            return response
        # Other servers on this host set cookies too, of any form: a lenient parser is needed.
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        # Starlette reads headers as Latin-1; a token may have any characters.
        bearer = headers.get("authorization", "").removeprefix("Bearer ").encode("latin-1")
        if _same(bearer.decode(errors="replace"), token) or _equal(cookie, _seal(token)):
            return None
        return _error(401, "E823", "a token is needed: open /?token=…, or send it as a bearer")


def _is_loopback(host: str) -> bool:
    """Say whether a Host header names this machine as it is seen from itself."""
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    try:
        return name.lower() == "localhost" or ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _seal(token: Secret) -> str:
    """Return what the cookie holds: it opens this page, and does not tell the token."""
    return hashlib.sha256(f"penstock page {token.reveal}".encode()).hexdigest()


def _same(given: str, token: Secret) -> bool:
    return _equal(given, token.reveal)


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode(errors="replace"))


def _error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"code": code, "message": message, "hint": None}, status)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return send_with_headers
