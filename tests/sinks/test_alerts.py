"""E-mail and webhook alerts, from rows to a real server on the loopback interface."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from penstock.clients.errors import DeliveryFailed
from penstock.core.errors import ExternalError, InternalError, UserError
from penstock.core.time import ManualClock, SystemClock
from penstock.sinks import SINKS, courier, email_alert, outbox, webhook_alert
from penstock.sinks.alert import Alert, AlertStatus
from penstock.sinks.courier import Courier, DeliveryLimits
from penstock.sinks.courier_thread import CourierThread
from penstock.sinks.outbox import Delivery, Outbox
from tests.clients.servers import MailHost, WebHost, serving
from tests.sinks.support import NOW_US, Killed, Trap, batch, request, row

TO = {"connector": "email", "to": "crew@example.org", "episode.key": "location"}
SUBJECT = {"subject": "{location}: {wind_speed:.0f} mph", "body": "Shut down above 70 mph."}
WAIT_S = 5


def box(folder: Path) -> Outbox:
    return Outbox(folder / ".penstock" / "outbox.db")


def statuses(folder: Path) -> list[tuple[str, str, int]]:
    return [(alert.key, str(alert.status), alert.attempts) for alert in box(folder).recent()]


class Watch:
    """Waits until an alert has a status."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self._changed = threading.Condition()

    def __call__(self, alert: Alert) -> None:
        with self._changed:
            self.alerts.append(alert)
            self._changed.notify_all()

    def until(self, status: AlertStatus, count: int = 1) -> None:
        with self._changed:
            assert self._changed.wait_for(
                lambda: sum(alert.status is status for alert in self.alerts) >= count, WAIT_S
            )


def test_without_a_server_alerts_stay_in_the_outbox_and_it_says_so(tmp_path: Path) -> None:
    sink = email_alert.open_sink(request(tmp_path, TO | SUBJECT))
    sink.restore(None)
    sink.write(0, [batch([row("a", 71.0), row("b", 80.0), row("a", 99.0, second=30)])])
    (second, first) = box(tmp_path).recent()
    assert not box(tmp_path).is_configured()
    assert (first.subject, first.body, first.to) == (
        "a: 71 mph",
        "Shut down above 70 mph.",
        "crew@example.org",
    )
    assert (second.key, second.status) == ("b", AlertStatus.OUTBOX)
    assert second.at_us == NOW_US
    sink.close()


def test_a_restart_neither_repeats_nor_forgets_an_episode(tmp_path: Path) -> None:
    for step in range(3):
        sink = email_alert.open_sink(request(tmp_path, TO))
        sink.restore(None)
        for again in range(step + 1):
            sink.write(again, [batch([row("a", second=30 * again)])])
        sink.close()
    assert statuses(tmp_path) == [("a", "outbox", 0)]


def test_keys_are_told_apart_by_the_partition_columns_or_the_primary_key(tmp_path: Path) -> None:
    for name, parts in (
        ("x", {"partition_keys": ("turbine",)}),
        ("y", {"primary_key": ("turbine",)}),
    ):
        made = request(tmp_path, {"to": "a@b.c"}, producer=name, **parts)
        sink = email_alert.open_sink(made)
        sink.restore(None)
        sink.write(0, [batch([row("a", turbine=1), row("b", turbine=2), row("c", turbine=1)])])
        sink.close()
    assert [key for key, *_ in statuses(tmp_path)] == ["2", "1", "2", "1"]


def test_without_any_key_the_table_has_one_episode(tmp_path: Path) -> None:
    sink = email_alert.open_sink(request(tmp_path, {"to": "a@b.c"}))
    sink.restore(None)
    sink.write(0, [batch([row("a"), row("b", 2.5)], kinds=[3, 2])])
    (alert,) = box(tmp_path).recent()
    assert (alert.key, alert.subject) == ("", "t")
    assert "location: b\nwind_speed: 2.5\n" in alert.body
    sink.close()


def test_a_mail_is_sent_at_once_and_carries_a_key_against_repeats(tmp_path: Path) -> None:
    host, watch = MailHost(), Watch()
    options = TO | SUBJECT | smtp(host) | {"from": "Wind farm <wind@farm.example>"}
    with serving(host):
        sink = email_alert.open_sink(
            request(tmp_path, options, clock=SystemClock(), on_alert=watch)
        )
        sink.restore(None)
        sink.write(0, [batch([row("Łódź\r\nBcc: all@example.org", 71.0)])])
        watch.until(AlertStatus.SENT)
        sink.close()
    (mail,) = host.mails
    (alert,) = box(tmp_path).recent()
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == f"<{alert.id}@farm.example>"
    assert alert.status is AlertStatus.SENT
    assert box(tmp_path).is_configured()


def smtp(host: MailHost) -> dict[str, str]:
    return {"smtp.host": "127.0.0.1", "smtp.port": str(host.port), "smtp.starttls": "false"}


def test_a_mail_server_that_is_down_loses_nothing_over_a_restart(tmp_path: Path) -> None:
    gone = MailHost()
    gone.server_close()
    clock, watch = ManualClock(NOW_US), Watch()
    sink = email_alert.open_sink(request(tmp_path, TO | smtp(gone), clock=clock, on_alert=watch))
    sink.restore(None)
    sink.write(0, [batch([row("a"), row("b")])])
    watch.until(AlertStatus.RETRYING)
    sink.close()
    assert statuses(tmp_path) == [("b", "outbox", 0), ("a", "retrying", 1)]
    host, watch = MailHost(), Watch()
    clock.sleep(1)
    with serving(host):
        sink = email_alert.open_sink(
            request(tmp_path, TO | smtp(host), clock=clock, on_alert=watch)
        )
        sink.restore(b"")
        watch.until(AlertStatus.SENT, 2)
        sink.close()
    assert len(host.mails) == 2
    assert statuses(tmp_path) == [("b", "sent", 1), ("a", "sent", 2)]


def test_a_webhook_that_answers_500_is_asked_again_with_the_same_key(tmp_path: Path) -> None:
    host, watch, clock = WebHost([500]), Watch(), ManualClock(NOW_US)
    options = {"url": f"{host.url}/T0/key", "header.X-Token": "hunter2"} | SUBJECT
    with serving(host):
        sink = webhook_alert.open_sink(request(tmp_path, options, clock=clock, on_alert=watch))
        sink.restore(None)
        sink.write(0, [batch([row("a", 71.5)])])
        watch.until(AlertStatus.RETRYING)
        clock.sleep(1)
        while not any(alert.status is AlertStatus.SENT for alert in watch.alerts):
            sink.on_time(clock.now_us())
            host.arrived.wait(0.01)
        sink.close()
    (first, second) = host.requests
    assert first[2]["Idempotency-Key"] == second[2]["Idempotency-Key"]
    assert first[2]["X-Token"] == "hunter2"
    posted = json.loads(second[3])
    assert posted["subject"] == "a: 72 mph"
    assert posted["row"]["wind_speed"] == 71.5
    assert posted["row"]["event_time"] == "2023-11-14T22:13:20"
    stored = [str(alert) for alert in box(tmp_path).recent()]
    assert not any("T0" in text or "hunter2" in text for text in stored)


def test_an_answer_of_4xx_fails_at_once(tmp_path: Path) -> None:
    host, watch = WebHost([404]), Watch()
    with serving(host):
        sink = webhook_alert.open_sink(request(tmp_path, {"url": host.url}, on_alert=watch))
        sink.restore(None)
        sink.write(0, [batch([row("a")])])
        watch.until(AlertStatus.FAILED)
        sink.close()
    (alert,) = box(tmp_path).recent()
    assert (alert.attempts, alert.error.endswith("answered 404")) == (1, True)


class Post:
    """A receiver that fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.ids: list[str] = []

    def __call__(self, delivery: Delivery) -> None:
        self.ids.append(delivery.alert.id)
        if self.failures:
            self.failures -= 1
            raise DeliveryFailed("down", final=False)


def raised(tmp_path: Path, count: int) -> Outbox:
    """Return an outbox with alerts that wait for a receiver, and no thread to deliver them."""
    made = box(tmp_path)
    alerts = [Alert(str(i), NOW_US, "t", "k", "s", "b", "to") for i in range(count)]
    deliveries = tuple(Delivery(alert, "{}") for alert in alerts)
    made.raise_alerts(outbox.RaisedStep("p", 0, NOW_US, deliveries, {}, is_sent=True))
    return made


def test_retries_wait_longer_and_longer_and_end(tmp_path: Path) -> None:
    clock, post = ManualClock(NOW_US), Post(failures=99)
    made = raised(tmp_path, 1)
    delivering = Courier(made, "p", post, clock, DeliveryLimits(attempts_max=4))
    waits = []
    while (next_us := delivering.deliver_due()) is not None:
        waits.append((next_us - clock.now_us()) // 1_000_000)
        clock.set_us(next_us)
    assert waits == [1, 2, 4]
    assert statuses(tmp_path) == [("k", "failed", 4)]
    made.close()


def test_a_receiver_that_is_down_is_not_asked_for_every_alert(tmp_path: Path) -> None:
    clock, post = ManualClock(NOW_US), Post(failures=3)
    made = raised(tmp_path, 5)
    delivering = Courier(made, "p", post, clock)
    delivering.deliver_due()
    assert post.ids == ["0"]
    while (next_us := delivering.deliver_due()) is not None:
        clock.set_us(next_us)
    assert {status for _, status, _ in statuses(tmp_path)} == {"sent"}
    assert len(post.ids) == 8
    made.close()


def test_no_more_than_the_stated_number_is_delivered_in_a_minute(tmp_path: Path) -> None:
    clock, post = ManualClock(NOW_US), Post()
    made = raised(tmp_path, 5)
    delivering = Courier(made, "p", post, clock, DeliveryLimits(per_minute=2))
    assert delivering.deliver_due() == NOW_US + courier.RATE_SPAN_US
    assert post.ids == ["0", "1"]
    clock.sleep(60)
    delivering.deliver_due()
    assert post.ids == ["0", "1", "2", "3"]
    made.close()


def test_when_too_many_wait_new_ones_fail_and_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "WAITING_MAX", 2)
    made = raised(tmp_path, 3)
    assert [(alert.status, alert.error) for alert in made.recent()] == [
        ("failed", "2 alerts wait already"),
        ("outbox", ""),
        ("outbox", ""),
    ]
    made.close()


def test_settled_alerts_beyond_the_record_and_silent_keys_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "KEPT_MAX", 2)
    clock = ManualClock(NOW_US)
    sink = email_alert.open_sink(request(tmp_path, TO, clock=clock))
    sink.restore(None)
    sink.write(0, [batch([row(key) for key in "abcd"])])
    clock.sleep(8 * 86_400)
    sink.on_time(clock.now_us())
    assert [key for key, *_ in statuses(tmp_path)] == ["d", "c"]
    assert box(tmp_path).episodes("p", "abcd") == {}
    sink.close()


def test_a_kill_before_the_commit_raises_the_alert_once_after_the_restart(tmp_path: Path) -> None:
    trap = Trap()
    sink = email_alert.open_sink(request(tmp_path, TO, before=trap))
    sink.restore(None)
    trap.kill_at(len(trap.actions))
    with pytest.raises(Killed):
        sink.write(0, [batch([row("a")])])
    sink.close()
    sink = email_alert.open_sink(request(tmp_path, TO))
    sink.restore(None)
    sink.write(0, [batch([row("a")])])
    sink.write(1, [batch([row("a", second=1)])])
    assert statuses(tmp_path) == [("a", "outbox", 0)]
    sink.close()


def test_a_disk_that_fills_while_delivering_stops_the_pipeline_with_an_error(
    tmp_path: Path,
) -> None:
    trap, host = Trap(), WebHost()
    with serving(host):
        sink = webhook_alert.open_sink(request(tmp_path, {"url": host.url}, before=trap))
        sink.restore(None)
        trap.fill_at(len(trap.actions) + 1)
        sink.write(0, [batch([row("a")])])
        with pytest.raises(ExternalError, match="No space left"):  # noqa: PT012 -- the thread needs a moment
            for _ in range(1000):
                sink.on_time(NOW_US)
                host.arrived.wait()
                threading.Event().wait(0.005)
        sink.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_in_the_thread_does_not_pass_in_silence(tmp_path: Path) -> None:
    made = raised(tmp_path, 1)

    def broken(delivery: Delivery) -> None:
        raise ZeroDivisionError

    clock = ManualClock(NOW_US)
    thread = CourierThread(Courier(made, "p", broken, clock), clock, "alerts of table 't'")
    thread.start()
    with pytest.raises(InternalError, match="E359"):  # noqa: PT012 -- the thread needs a moment
        for _ in range(1000):
            thread.on_time(NOW_US)
            threading.Event().wait(0.005)
    assert statuses(tmp_path) == [("k", "outbox", 0)]
    made.close()


@pytest.mark.parametrize(
    ("connector", "options", "message"),
    [
        ("email", {}, "needs the option 'to'"),
        ("email", {"to": "nobody"}, "is no e-mail address"),
        ("email", {"to": "a@b.c\r\nBcc: d@e.f"}, "is no e-mail address"),
        ("email", {"to": ","}, "no address is given"),
        ("email", {"to": "a@b.c", "from": "me"}, "is no e-mail address"),
        ("email", {"to": "a@b.c", "subject": "{locaton}"}, "did you mean 'location'"),
        ("email", {"to": "a@b.c", "episode.key": "locaton"}, "did you mean 'location'"),
        ("email", {"to": "a@b.c", "episode.time": "location"}, "is no TIMESTAMP"),
        (
            "email",
            {"to": "a@b.c", "smtp.host": "x.org", "smtp.password": "p", "smtp.starttls": "false"},
            "would cross the network in clear",
        ),
        ("webhook", {"url": "ftp://x"}, "no address of a web server"),
        ("webhook", {"url": "http://x:port/"}, "no address of a web server"),
        ("webhook", {"url": "http://x/\n"}, "no address of a web server"),
        ("webhook", {"url": "http://x y/"}, "no address of a web server"),
        ("webhook", {"url": "http://x", "header.X": "a\r\nY: b"}, "no header of HTTP"),
        ("webhook", {"url": "http://x", "header.X:": "a"}, "no header of HTTP"),
        ("webhook", {"url": "http://x", "method": "GET"}, "one of POST, PUT, PATCH"),
    ],
)
def test_options_that_do_not_fit_are_refused_at_once(
    tmp_path: Path, connector: str, options: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        SINKS[connector].open(request(tmp_path, options))
