"""Read `dashboard.toml`: a title, and panels that each show one query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from penstock.config.options import read_options
from penstock.config.settings import Setting, SettingKind
from penstock.config.toml import BadToml, flatten, line_text, parse_toml
from penstock.core.errors import Location
from penstock.core.table import Option

FILE = "dashboard.toml"
_HEADING = re.compile(r"\s*\[\[\s*panel\s*\]\]")
KINDS = ("figure", "line", "bars", "table", "log", "map", "outbox")
PANEL_SETTINGS: tuple[Setting, ...] = (
    Setting("title", SettingKind.TEXT, "Heading of the panel.", default=""),
    Setting("kind", SettingKind.CHOICE, "How rows are drawn.", required=True, choices=KINDS),
    Setting("query", SettingKind.TEXT, "One SELECT over the folder's tables."),
    Setting("width", SettingKind.INTEGER, "Columns of 12.", default="6", minimum=1, maximum=12),
    Setting("height", SettingKind.INTEGER, "Rows of the grid.", default="2", minimum=1, maximum=6),
    Setting("x", SettingKind.TEXT, "Column of the horizontal axis.", example="event_time"),
    Setting("y", SettingKind.COLUMNS, "Columns of the values.", example="wind_speed"),
    Setting("series", SettingKind.TEXT, "Column that splits rows into lines or stacks."),
    Setting("mark", SettingKind.TEXT, "BOOLEAN column of the rows to emphasize."),
    Setting("level", SettingKind.TEXT, "Column of info, warn or alarm, in a log."),
    Setting("spark", SettingKind.TEXT, "Column with a list of past values, in a figure."),
    Setting("unit", SettingKind.TEXT, "Unit of the values.", example="mph"),
    Setting("note", SettingKind.TEXT, "A line below the heading."),
    Setting("threshold", SettingKind.NUMBER, "A line across at this value.", example="70"),
    Setting("window", SettingKind.DURATION, "How far back rows are shown.", default="10 min"),
    Setting(
        "max-rows",
        SettingKind.INTEGER,
        "Most rows that the page keeps.",
        default="5000",
        minimum=1,
        maximum=100_000,
    ),
    Setting("lat", SettingKind.TEXT, "Column of the latitude, in a map."),
    Setting("lon", SettingKind.TEXT, "Column of the longitude, in a map."),
    Setting("size", SettingKind.TEXT, "Column of the point's size, in a map."),
    Setting("color", SettingKind.TEXT, "Column of the point's colour, in a map."),
    Setting("label", SettingKind.TEXT, "Column of the point's name, in a map."),
    Setting(
        "areas",
        SettingKind.TEXT,
        "A second SELECT: boxes over a map's points, with west, south, east, north and a label.",
    ),
    Setting(
        "shapes",
        SettingKind.CHOICE,
        "Outlines below the points.",
        default="us-states",
        choices=("us-states", "world"),
    ),
)
COLUMN_SETTINGS = ("x", "series", "mark", "level", "spark", "lat", "lon", "size", "color", "label")
AREA_COLUMNS = ("west", "south", "east", "north", "label")
TOP_SETTINGS: tuple[Setting, ...] = (
    Setting("title", SettingKind.TEXT, "Heading of the page."),
    Setting("summary", SettingKind.TEXT, "A sentence below it.", default=""),
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its settings by name, and where it and they stand in the file."""

    id: str
    settings: Mapping[str, Any]
    where: Location
    places: Mapping[str, Location] = field(default_factory=dict)

    @property
    def query(self) -> str | None:
        """The SELECT, None for a panel that needs none."""
        query: str | None = self.settings["query"]
        return query

    @property
    def areas(self) -> str | None:
        """The SELECT of a map's boxes, None without boxes."""
        areas: str | None = self.settings["areas"]
        return areas

    @property
    def window_us(self) -> int:
        """How far back rows are shown."""
        return int(self.settings["window"])

    @property
    def columns(self) -> list[str]:
        """The columns that the query has to give."""
        named = [self.settings[name] for name in COLUMN_SETTINGS]
        return [name for name in (*named, *(self.settings["y"] or ())) if name]

    def place_of_column(self, column: str) -> Location:
        """Return where the panel names a column."""
        for name in (*COLUMN_SETTINGS, "y"):
            value = self.settings[name]
            if value == column or (isinstance(value, tuple) and column in value):
                return self.places.get(name, self.where)
        return self.where

    def as_json(self) -> dict[str, Any]:
        """Return the panel as the live page's protocol has it."""
        hidden = {"query", "areas", "window", "max-rows"}
        shown = {name: value for name, value in self.settings.items() if name not in hidden}
        times = {"window_s": self.window_us / 1e6, "max_rows": self.settings["max-rows"]}
        return {"id": self.id, **{k: v for k, v in shown.items() if v is not None}, **times}


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page of panels."""

    title: str
    summary: str
    folder: str
    panels: tuple[Panel, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the dashboard as the live page's protocol has it."""
        panels = [panel.as_json() for panel in self.panels]
        head = {"title": self.title, "summary": self.summary, "folder": self.folder}
        return {**head, "panels": panels}


def read_dashboard(text: str | None, folder: str) -> Dashboard:
    """Return the dashboard of a file's text; without a file a page that shows alerts only."""
    if text is None:
        text = '[[panel]]\ntitle = "Alerts"\nkind = "outbox"\nwidth = 12\n'
    content = parse_toml(text, FILE)
    panels = content.pop("panel", [])
    if not isinstance(panels, list) or not all(isinstance(panel, dict) for panel in panels):
        raise BadToml("panels are written [[panel]]", where=_head_place(text, "panel"))
    starts = [n for n, line in enumerate(text.splitlines(), 1) if _HEADING.match(line)]
    given = {n: Option(v, _head_place(text, n)) for n, v in flatten(content)}
    head = read_options(FILE, TOP_SETTINGS, given)
    found = tuple(
        _panel(index, panel, text, starts[index] if index < len(starts) else 1)
        for index, panel in enumerate(panels)
    )
    return Dashboard(head["title"] or folder, head["summary"], folder, found)


def _panel(index: int, values: Mapping[str, Any], text: str, line: int) -> Panel:
    where = Location(FILE, line, 1, line_text(text, line), len("[[panel]]"))
    given = {}
    for name, value in values.items():
        value_text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        given[name] = Option(value_text, _place(text, line, name))
    settings = read_options("a panel", PANEL_SETTINGS, given, where)
    if settings["query"] is None and settings["kind"] != "outbox":
        raise BadToml(f"a panel of kind '{settings['kind']}' needs a query", where=where)
    if settings["areas"] is not None and settings["kind"] != "map":
        raise BadToml("only a map has areas", where=given["areas"].where)
    places = {name: option.where for name, option in given.items() if option.where is not None}
    return Panel(f"p{index}", settings, where, places)


def _head_place(text: str, name: str) -> Location | None:
    """Return where a setting above the panels, or a heading in brackets, stands."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(rf"\s*\[*\s*({re.escape(name)})\b", line)
        if found:
            return Location(FILE, number, found.start(1) + 1, line, len(name))
    return None


def _place(text: str, panel_line: int, name: str) -> Location | None:
    for number, line in enumerate(text.splitlines()[panel_line:], panel_line + 1):
        if _HEADING.match(line):
            return None
        if line.split("=")[0].strip().strip('"') == name:
            return Location(FILE, number, line.index(name) + 1, line, len(name))
    return None
