"""Alerts to an address on the web, as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.clients.http_message import HttpMessage, shown_address
from penstock.config.options import Declaration
from penstock.config.settings import Secret, Setting, SettingKind
from penstock.core.protocols import Sink
from penstock.core.time import US_PER_SECOND
from penstock.sinks.alert_rule import SETTINGS, read_rule
from penstock.sinks.alert_sink import Receiver, open_alert_sink
from penstock.sinks.errors import UnfitSetting
from penstock.sinks.outbox import Delivery
from penstock.sinks.request import SinkRequest, read_sink_options

if TYPE_CHECKING:
    from penstock.clients.http import HttpClient

DECLARATION = Declaration(
    name="webhook",
    summary="Posts JSON once per episode and key: the alert, its row, and `text` for chat rooms.",
    guarantee="Each alert is raised exactly once and posted at least once; a repeat has the same "
    "Idempotency-Key.",
    settings=(
        Setting("url", SettingKind.SECRET, "Where to post; never shown beyond the host, since "
                "such addresses often hold a key.", example="https://hooks.example.org/wind",
                required=True),
        Setting("method", SettingKind.CHOICE, "The HTTP method.", default="POST",
                choices=("POST", "PUT", "PATCH")),
        Setting("header.*", SettingKind.SECRET, "Headers to add, such as header.Authorization."),
        *SETTINGS,
    ),
    example="WITH ('connector' = 'webhook', 'url' = 'https://hooks.example.org/wind')",
)  # fmt: skip
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")


def open_sink(request: SinkRequest) -> Sink:
    """Return the sink of a table with `'connector' = 'webhook'`."""
    # Imported here so that runs that post nothing do not pay for the HTTP client.
    from penstock.clients.http import HttpClient, is_web_address  # noqa: PLC0415

    options = read_sink_options(DECLARATION, request.table)
    rule = read_rule(request, options)
    if not is_web_address(options["url"]):
        raise UnfitSetting(
            "option 'url': no address of a web server",
            where=request.place_of("url"),
            hint="such as https://hooks.example.org/wind",
        )
    _check_headers(request, options)
    client = HttpClient()
    receiver = Receiver(shown_address(options["url"]), Webhook(client, options), client.close)
    return open_alert_sink(request, rule, receiver)


class Webhook:
    """Posts deliveries to one address."""

    def __init__(self, client: HttpClient, options: dict[str, Any]) -> None:
        self._client = client
        self._options = options

    def __call__(self, delivery: Delivery) -> None:
        """Post one delivery; any answer but 2xx is DeliveryFailed."""
        options = self._options
        headers = options["header.*"] | {
            "Content-Type": Secret("application/json"),
            "Idempotency-Key": Secret(delivery.alert.id),
        }
        timeout_s = options["delivery.timeout"] / US_PER_SECOND
        self._client.send(
            HttpMessage(options["url"], body_of(delivery), options["method"], headers, timeout_s)
        )


def body_of(delivery: Delivery) -> bytes:
    """Return the JSON that is posted; chat rooms show its `text`."""
    alert = delivery.alert
    return msgspec.json.encode(
        {
            "id": alert.id,
            "at_us": alert.at_us,
            "table": alert.table,
            "key": alert.key,
            "subject": alert.subject,
            "body": alert.body,
            "text": f"{alert.subject}\n{alert.body}",
            "row": msgspec.Raw(delivery.row.encode()),
        }
    )


def _check_headers(request: SinkRequest, options: dict[str, Any]) -> None:
    for name, value in options["header.*"].items():
        if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value.reveal)):
            raise UnfitSetting(
                f"option 'header.{name}': no header of HTTP",
                where=request.place_of(f"header.{name}"),
                hint="a header has one line of plain characters",
            )
