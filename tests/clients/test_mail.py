"""Mail over a real socket."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from penstock.clients.errors import DeliveryFailed
from penstock.clients.mail import MailServer, send_mail
from penstock.config.settings import Secret
from tests.clients.servers import MailHost, serving


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "Störung"
    made.set_content("…")
    return made


def server(host: MailHost, **more: object) -> MailServer:
    return MailServer("127.0.0.1", host.port, starttls=False, timeout_s=5, **more)  # type: ignore[arg-type]


def test_a_mail_arrives() -> None:
    host = MailHost()
    with serving(host):
        send_mail(server(host), message())
    assert [mail["To"] for mail in host.mails] == ["b@example.org"]


@pytest.mark.parametrize(
    ("answer", "final"), [("550 no such user", True), ("451 try later", False), ("421 bye", False)]
)
def test_an_answer_says_whether_to_try_again(answer: str, final: bool) -> None:
    host = MailHost([answer])
    with serving(host), pytest.raises(DeliveryFailed, match=answer) as failed:
        send_mail(server(host), message())
    assert failed.value.final is final


def test_a_server_without_tls_is_not_spoken_to_in_clear() -> None:
    host = MailHost()
    with serving(host), pytest.raises(DeliveryFailed, match="STARTTLS") as failed:
        send_mail(MailServer("127.0.0.1", host.port, timeout_s=5), message())
    assert not failed.value.final
    assert host.mails == []


def test_a_refused_log_in_may_be_mended_and_shows_no_password() -> None:
    host = MailHost()
    with serving(host), pytest.raises(DeliveryFailed, match="refused the log-in") as failed:
        send_mail(server(host, user="me", password=Secret("hunter2")), message())
    assert host.log_ins == 1
    assert not failed.value.final
    assert "hunter2" not in str(failed.value)


def test_a_server_that_is_down_may_come_back() -> None:
    host = MailHost()
    host.server_close()
    with pytest.raises(DeliveryFailed, match="refused") as failed:
        send_mail(server(host), message())
    assert not failed.value.final
