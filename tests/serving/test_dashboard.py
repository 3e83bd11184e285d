"""A dashboard is read whole or refused at the line that is wrong."""

from __future__ import annotations

import pytest

from penstock.config.options import BadOption, UnknownOption
from penstock.config.toml import BadToml
from penstock.serving.dashboard import read_dashboard

GOOD = """title = "Wind"
[[panel]]
title = "Speed"
kind = "line"
query = "SELECT * FROM t"
y = ["a", "b"]
window = "3 min"
max-rows = 7
"""


def test_a_dashboard_becomes_what_the_page_expects() -> None:
    shown = read_dashboard(GOOD, "wind").as_json()
    assert shown["title"] == "Wind"
    panel = shown["panels"][0]
    assert panel["id"] == "p0"
    assert panel["y"] == ("a", "b")
    assert panel["window_s"] == 180
    assert panel["max_rows"] == 7
    assert "query" not in panel


def test_a_folder_without_a_dashboard_shows_its_alerts() -> None:
    dashboard = read_dashboard(None, "wind")
    assert dashboard.title == "wind"
    assert [panel.settings["kind"] for panel in dashboard.panels] == ["outbox"]


@pytest.mark.parametrize(
    ("line", "error", "place"),
    [
        ('kidn = "line"', UnknownOption, "dashboard.toml:2:1"),
        ('kind = "lines"', BadOption, "dashboard.toml:2:1"),
        ('kind = "line"\nwidth = 13\nquery = ""', BadOption, "dashboard.toml:3:1"),
        ('kind = "line"', BadToml, "dashboard.toml:1:1"),
        ('kind = "table"\nquery = ""\nareas = ""', BadToml, "dashboard.toml:4:1"),
        ("kind = ", BadToml, "dashboard.toml:2:8"),
    ],
)
def test_a_wrong_line_is_named(line: str, error: type[Exception], place: str) -> None:
    with pytest.raises(error) as caught:
        read_dashboard(f"[[panel]]\n{line}\n", "wind")
    assert place in str(caught.value)
