"""The page answers to those who may ask."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from penstock.config.settings import Secret
from penstock.serving.door import TokenNeeded, refuse_open
from penstock.serving.guard import Guard


async def home(request: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


class Client:
    """Asks the guarded application; remembers cookies, as a browser does."""

    def __init__(self, token: str | None, host: str) -> None:
        app = Starlette(routes=[Route("/", home), Route("/api/status", home)])
        self._app = Guard(app, None if token is None else Secret(token))
        self._address = f"http://{host}"
        self._cookies = httpx.Cookies()

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return asyncio.run(self._get(path, headers or {}))

    async def _get(self, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url=self._address, cookies=self._cookies
        ) as client:
            answer = await client.get(path, headers=headers)
        self._cookies.update(answer.cookies)
        return answer


def client(token: str | None = None, host: str = "127.0.0.1:8642") -> Client:
    return Client(token, host)


def test_loopback_needs_no_token_and_answers_carry_a_policy() -> None:
    answer = client().get("/")
    assert answer.text == "hello"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8642"])
def test_a_foreign_name_that_points_here_is_refused(host: str) -> None:
    assert client(host=host).get("/").status_code == 403


def test_another_site_is_refused() -> None:
    assert client().get("/", headers={"origin": "http://evil.example"}).status_code == 403
    assert client().get("/", headers={"origin": "http://127.0.0.1:8642"}).status_code == 200


def test_with_a_token_every_request_needs_it() -> None:
    page = client("hunter2", host="farm.example")
    assert page.get("/api/status").status_code == 401
    assert page.get("/?token=wrong").status_code == 401
    bearer = {"authorization": "Bearer hunter2"}
    assert page.get("/api/status", headers=bearer).status_code == 200
    entry = page.get("/?token=hunter2")
    assert entry.status_code == 303
    assert "httponly" in entry.headers["set-cookie"].lower()
    assert page.get("/api/status").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "farm.example", "::"])
def test_an_address_beyond_loopback_without_a_token_is_refused(host: str) -> None:
    with pytest.raises(TokenNeeded):
        refuse_open(host, None)
    refuse_open(host, Secret("x"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_addresses_are_open_to_this_machine(host: str) -> None:
    refuse_open(host, None)


def test_an_empty_token_is_none() -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        with pytest.raises(TokenNeeded, match="empty"):
            refuse_open(host, Secret(" "))


def test_cookies_of_other_servers_on_this_host_do_no_harm() -> None:
    page = client("hunter2")
    page.get("/?token=hunter2")
    cookie = "; ".join(f"{name}={value}" for name, value in page._cookies.items())
    odd = {"cookie": f'a@b=1; c={{"d": 2}}; {cookie}'}
    assert client("hunter2").get("/api/status", headers=odd).status_code == 200
    assert client("hunter2").get("/api/status", headers={"cookie": "a@b=1"}).status_code == 401


def test_the_cookie_does_not_tell_the_token() -> None:
    assert "hunter2" not in client("hunter2").get("/?token=hunter2").headers["set-cookie"]


def test_a_token_may_have_any_characters() -> None:
    token = 'p;w"é日'
    page = client(token)
    bearer = {"authorization": f"Bearer {token}".encode()}
    assert page.get("/api/status", headers=bearer).status_code == 200  # type: ignore[arg-type]
    assert page.get("/?token=p%3Bw%22%C3%A9%E6%97%A5").status_code == 303
    assert page.get("/api/status").status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.5:8642", "LocalHost:1", "[::1]:8642", "localhost"])
def test_every_loopback_address_is_this_machine(host: str) -> None:
    assert client(host=host).get("/").status_code == 200
