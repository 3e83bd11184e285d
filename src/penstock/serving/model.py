"""What the page shows and steers: dashboard, status, alerts, simulators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from penstock.core.version import version
from penstock.pipeline.run import Run
from penstock.pipeline.status import JobStatus
from penstock.serving.dashboard import Dashboard
from penstock.serving.hub import Hub
from penstock.serving.wire import text_message
from penstock.sinks.alert import Alert
from penstock.sources.connector import Controllable


class PageModel:
    """One run as its page sees it; handlers and threads share it."""

    def __init__(self, run: Run, dashboard: Dashboard, hub: Hub, run_id: str) -> None:
        self.run = run
        self.dashboard = dashboard
        self.hub = hub
        self.run_id = run_id
        self.controls: Mapping[str, Controllable] = run.simulators
        run.alerts.subscribe(self._alert_changed)

    @property
    def mail_configured(self) -> bool:
        """Whether every table of alerts sends them somewhere."""
        return self.run.alerts.is_configured()

    def alerts(self, limit: int) -> list[Alert]:
        """Return the newest alerts, newest first."""
        return self.run.alerts.recent(limit)

    def simulators(self) -> list[dict[str, Any]]:
        """Return the simulators with their modes."""
        return [self._simulator(name) for name in self.controls]

    def _simulator(self, name: str) -> dict[str, Any]:
        control = self.controls[name]
        return {"name": name, "modes": list(control.modes), "mode": control.mode}

    def set_mode(self, name: str, mode: str) -> dict[str, Any]:
        """Switch a simulator and tell every page."""
        self.controls[name].set_mode(mode)
        simulator = self._simulator(name)
        self.hub.broadcast([text_message(type="simulator", simulator=simulator)])
        return simulator

    def greeting(self) -> list[str | bytes]:
        """Return what a new page is told: hello and status; it asks for the outbox by itself."""
        hello = {
            "dashboard": self.dashboard.as_json(),
            "simulators": self.simulators(),
            "version": version(),
            "run": self.run_id,
        }
        return [text_message(type="hello", **hello), self.status_message()]

    def status_fields(self) -> dict[str, Any]:
        """Return the newest status as the protocol has it."""
        return status_fields(self.run.runner.status)

    def status_message(self) -> str:
        """Return the newest status as a message."""
        return text_message(**self.status_fields())

    def _alert_changed(self, alert: Alert) -> None:
        self.hub.broadcast([alert_message(alert)])


def alert_message(alert: Alert) -> str:
    """Return an alert as a message."""
    return text_message(type="alert", alert=asdict(alert))


def status_fields(status: JobStatus) -> dict[str, Any]:
    """Return a status as the protocol has it."""
    return {
        "type": "status",
        "now_us": status.now_us,
        "state": status.state,
        "uptime_s": status.uptime_s,
        "rss_bytes": status.rss_bytes,
        "checkpoint_age_s": status.checkpoint_age_s,
        "tables": [asdict(table) for table in status.tables],
        "problem": status.problem,
    }
