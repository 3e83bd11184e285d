"""Alerts by e-mail; without a server they stay in the outbox, where the page shows them."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from functools import partial
from ipaddress import ip_address
from typing import Any

from penstock.clients.mail import TLS_PORT, MailServer, send_mail
from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.protocols import Sink
from penstock.core.time import US_PER_SECOND
from penstock.sinks.alert_rule import SETTINGS, read_rule
from penstock.sinks.alert_sink import Receiver, one_line, open_alert_sink
from penstock.sinks.errors import UnfitSetting
from penstock.sinks.outbox import Delivery
from penstock.sinks.request import SinkRequest, read_sink_options

DECLARATION = Declaration(
    name="email",
    summary="Sends an e-mail once per episode and key, by your own mail server.",
    guarantee="Each alert is raised exactly once and sent at least once; a repeat has the same "
    "Message-ID.",
    settings=(
        Setting("to", SettingKind.COLUMNS, "The receivers' addresses.",
                example="crew@example.org", required=True),
        Setting("from", SettingKind.TEXT, "The sender's address.", default="penstock@localhost"),
        Setting("smtp.host", SettingKind.TEXT, "The mail server; without it alerts stay in the "
                "outbox.", example="smtp.example.org"),
        Setting("smtp.port", SettingKind.INTEGER, "The mail server's port; 465 speaks TLS at "
                "once.", default="587", minimum=1, maximum=65535),
        Setting("smtp.user", SettingKind.TEXT, "The name to log in with.", example="penstock"),
        Setting("smtp.password", SettingKind.SECRET, "The password to log in with."),
        Setting("smtp.starttls", SettingKind.BOOLEAN, "Whether to insist on TLS before anything "
                "is sent.", default="true"),
        *SETTINGS,
    ),
    example="WITH ('connector' = 'email', 'to' = 'crew@example.org', 'smtp.host' = 'localhost')",
)  # fmt: skip


def open_sink(request: SinkRequest) -> Sink:
    """Return the sink of a table with `'connector' = 'email'`."""
    options = read_sink_options(DECLARATION, request.table)
    rule = read_rule(request, options)
    to = tuple(_address(request, "to", text) for text in options["to"])
    if not to:
        raise _unfit(request, "to", "no address is given")
    sender = _address(request, "from", options["from"])
    server = _server(request, options)
    send = None if server is None else partial(_send, server, sender, to)
    return open_alert_sink(request, rule, Receiver(", ".join(to), send))


def message_of(delivery: Delivery, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """Return the mail for an alert; its Message-ID is the same whenever the alert is."""
    alert = delivery.alert
    message = EmailMessage()
    message["Subject"] = one_line(alert.subject)
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Date"] = formatdate(alert.at_us / US_PER_SECOND)
    message["Message-ID"] = f"<{alert.id}@{parseaddr(sender)[1].partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(alert.body)
    return message


def _send(server: MailServer, sender: str, to: tuple[str, ...], delivery: Delivery) -> None:
    send_mail(server, message_of(delivery, sender, to))


def _server(request: SinkRequest, options: dict[str, Any]) -> MailServer | None:
    host = options["smtp.host"]
    if host is None:
        return None
    port, starttls = options["smtp.port"], options["smtp.starttls"]
    in_clear = not starttls and port != TLS_PORT and not _is_loopback(host)
    if options["smtp.password"] is not None and in_clear:
        raise _unfit(request, "smtp.starttls", "the password would cross the network in clear")
    return MailServer(
        host,
        port,
        options["smtp.user"],
        options["smtp.password"],
        starttls,
        options["delivery.timeout"] / US_PER_SECOND,
    )


def _address(request: SinkRequest, option: str, text: str) -> str:
    try:
        name, plain = parseaddr(text)
        address = Address(name, addr_spec=plain)
    except (ValueError, IndexError):
        address = Address()
    if not (address.username and address.domain) or one_line(text) != text:
        raise _unfit(request, option, f"{text!r} is no e-mail address")
    return str(address)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unfit(request: SinkRequest, option: str, wrong: str) -> UnfitSetting:
    return UnfitSetting(
        f"option '{option}': {wrong}",
        where=request.place_of(option),
        hint="such as crew@example.org" if "smtp" not in option else "remove the option",
    )
