"""Hand a message to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from penstock.clients.errors import DeliveryFailed
from penstock.config.settings import Secret

TLS_PORT = 465
"""A server at this port speaks TLS from the first byte on."""
PERMANENT_FROM = 500
"""SMTP's answers of 500 and above mean: do not try again; those of 400 and above: later."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where to send mail and as whom; `timeout_s` is per answer of the server."""

    host: str
    port: int = 587
    user: str | None = None
    password: Secret | None = None
    starttls: bool = True
    timeout_s: float = 10.0


def send_mail(server: MailServer, message: EmailMessage) -> None:
    """Send one message; DeliveryFailed says whether to try again.

    A refused log-in is not final, since it is the server's or its owner's to mend.
    """
    try:
        with _connected(server) as connection:
            if server.user is not None:
                connection.login(server.user, server.password.reveal if server.password else "")
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        raise _failed(server, *max(refused.recipients.values())) from refused
    except smtplib.SMTPAuthenticationError as refused:
        raise DeliveryFailed(f"{server.host} refused the log-in", final=False) from refused
    except smtplib.SMTPResponseException as refused:
        raise _failed(server, refused.smtp_code, refused.smtp_error) from refused
    except (smtplib.SMTPException, OSError, UnicodeError) as failed:
        raise DeliveryFailed(f"{server.host}:{server.port}: {failed}", final=False) from failed


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.port == TLS_PORT:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_s, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
    if server.starttls:
        try:
            connection.starttls(context=ssl.create_default_context())
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
    return connection


def _failed(server: MailServer, code: int, answer: bytes | str) -> DeliveryFailed:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return DeliveryFailed(f"{server.host} answered {code} {text}", final=code >= PERMANENT_FROM)
