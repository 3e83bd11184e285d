"""HTTP over a real socket."""

from __future__ import annotations

import threading

import pytest

from penstock.clients.errors import DeliveryFailed
from penstock.clients.http import HttpClient
from penstock.clients.http_message import HttpMessage
from penstock.config.settings import Secret
from tests.clients.servers import WebHost, serving


def test_a_message_arrives_with_its_headers() -> None:
    host = WebHost([204])
    client = HttpClient()
    with serving(host):
        client.send(
            HttpMessage(Secret(f"{host.url}/in?k=v"), b"{}", "PUT", {"X-Key": Secret("abc")})
        )
        client.close()
    ((method, path, headers, body),) = host.requests
    assert (method, path, headers["X-Key"], body) == ("PUT", "/in?k=v", "abc", b"{}")


@pytest.mark.parametrize(
    ("status", "final"),
    [(500, False), (503, False), (429, False), (408, False), (400, True), (404, True), (302, True)],
)
def test_a_status_says_whether_to_try_again(status: int, final: bool) -> None:
    host = WebHost([status])
    client = HttpClient()
    with serving(host):
        with pytest.raises(DeliveryFailed, match=f"answered {status}") as failed:
            client.send(HttpMessage(Secret(f"{host.url}/secret-path"), b""))
        client.close()
    assert failed.value.final is final
    assert "secret-path" not in str(failed.value)


def test_a_silent_server_is_not_waited_for_longer_than_the_timeout() -> None:
    host = WebHost()
    released = threading.Event()
    host.wait = released.wait
    client = HttpClient()
    with serving(host):
        with pytest.raises(DeliveryFailed, match="timed out") as failed:
            client.send(HttpMessage(Secret(host.url), b"", timeout_s=0.05))
        released.set()
        client.close()
    assert not failed.value.final
    assert "127.0.0.1" in str(failed.value)
