"""The page's port: bound before a run begins, so that a port that is taken stops nothing midway."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import ip_address

from penstock.config.settings import Secret
from penstock.core.errors import ExternalError, UserError


class PortTaken(ExternalError):
    """The page's port cannot be bound.

    >>> print(PortTaken("port 8642 is taken", hint="choose another one with --port"))
    E841 port 8642 is taken
    hint: choose another one with --port
    """

    code = "E841"


class TokenNeeded(UserError):
    """The page would be reachable from other machines without a token.

    >>> print(TokenNeeded("server.host '0.0.0.0' is beyond loopback and there is no token"))
    E842 server.host '0.0.0.0' is beyond loopback and there is no token
    """

    code = "E842"


@dataclass(frozen=True, slots=True)
class Door:
    """A socket that listens, and the token that whoever knocks must show."""

    socket: socket.socket
    token: Secret | None

    @property
    def address(self) -> str:
        """The address to open in a browser, without the token."""
        host, port = self.socket.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/" + ("?token=…" if self.token else "")


def open_door(host: str, port: int, token: Secret | None) -> Door:
    """Return a listening socket; PortTaken or TokenNeeded when that cannot or must not be."""
    refuse_open(host, token)
    return Door(_bind(host, port), token)


def refuse_open(host: str, token: Secret | None) -> None:
    """Raise TokenNeeded for an address beyond loopback without a token, or for an empty one."""
    hint = 'set server.token = "${PENSTOCK_TOKEN}" in penstock.toml, and the variable'
    if token is not None:
        if not token.reveal.strip():
            raise TokenNeeded("server.token is empty and would let everybody in", hint=hint)
        return
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise TokenNeeded(
            f"server.host '{host}' is beyond loopback and there is no token", hint=hint
        )


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as wrong:
        listening.close()
        hint = "choose another one with --port, or end what listens there"
        raise PortTaken(f"cannot listen on {host}:{port}: {wrong.strerror}", hint=hint) from wrong
    return listening
