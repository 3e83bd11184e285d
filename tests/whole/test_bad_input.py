"""Whatever is wrong with a folder's files: code, place, hint, exit status 2, nothing started."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import Answer, penstock

SCRIPT = """
CREATE TABLE readings (
    id BIGINT, speed DOUBLE, at TIMESTAMP(3),
    WATERMARK FOR at AS at - INTERVAL '2' SECOND
) WITH ('connector' = 'stream');
CREATE TABLE fast (id BIGINT, speed DOUBLE) WITH ('format' = 'json', 'connector' = 'stream');
INSERT INTO fast SELECT id, speed FROM readings WHERE speed > 10;
"""
DASHBOARD = """title = "Speeds"
[[panel]]
title = "Now"
kind = "figure"
query = "SELECT MAX(speed) AS top FROM fast"
y = ["top"]
"""
STREAM = "'format' = 'json', 'connector' = 'stream'"
WRONG_SCRIPTS = {
    "a word": ("SELECT id", "SELEC id", "E201", "SELEC", "did you mean 'SELECT'?"),
    "a connector": (STREAM, "'connector' = 'straem'", "E300", "'connector'", "'stream'"),
    "an option": (STREAM, f"{STREAM}, 'shrads' = '2'", "E101", "'shrads'", "'shards'"),
    "a value": (STREAM, f"{STREAM}, 'shards' = 'two'", "E102", "'shards'", "how many"),
    "a format": (STREAM, STREAM.replace("json", "jsn"), "E601", "'format'", "'json'"),
    "a column": ("WHERE speed", "WHERE sped", "E203", "sped", "did you mean 'speed'?"),
    "a function": ("SELECT id,", "SELECT ABSS(id),", "E204", "ABSS(id)", "did you mean 'ABS'?"),
    "a table": ("FROM readings", "FROM reading", "E202", "reading", "did you mean 'readings'?"),
    "a type": ("speed DOUBLE, at", "speed DUOBLE, at", "E205", "DUOBLE", "'DOUBLE'"),
    "a comparison": ("speed > 10", "speed > TRUE", "E210", "speed > TRUE", "CAST"),
    "a result's type": ("SELECT id,", "SELECT at,", "E213", "at", "CAST"),
    "a column too few": ("SELECT id, speed", "SELECT id", "E212", "fast", "name the columns"),
}
WRONG_DASHBOARDS = {
    "a kind": ('"figure"', '"figur"', "E102", "kind", "did you mean 'figure'?"),
    "a panel's column": ('["top"]', '["tpo"]', "E811", "y", "did you mean 'top'?"),
    "a setting": ("title = \"Now\"", "titel = \"Now\"", "E101", "titel", "did you mean 'title'?"),
    "a column": ("MAX(speed)", "MAX(sped)", "E811", "query", ""),
    "a table": ("FROM fast", "FROM fats", "E811", "query", "did you mean 'fast'?"),
    "the TOML": ('["top"]', '["top"', "E105", "y", ""),
    "a number": ('["top"]', '["top"]\nwidth = 13', "E102", "width", "12"),
    "a heading": ("[[panel]]", "[[panels]]", "E101", "panels", ""),
}  # fmt: skip
WRONG_SETTINGS = {
    "a name": ('[run]\nclock-gaurd = "1 d"', "E101", "clock-gaurd", "'run.clock-guard'"),
    "a duration": ('[run]\nclock-guard = "soon"', "E102", "clock-guard", "How far ahead"),
    "the TOML": ("[run]\nclock-guard = soon", "E105", "soon", ""),
    "a port": ("[server]\nport = 70000", "E102", "port", "Port"),
    "a variable": ('[server]\ntoken = "${NO_SUCH}"', "E104", "token", "export NO_SUCH"),
}


def folder_of(to: Path, script: str = SCRIPT, **files: str) -> Path:
    """Return a folder whose name is no plain word, with a script and more files."""
    folder = to / "räder am weg"
    folder.mkdir(exist_ok=True)
    (folder / "pipeline.sql").write_text(script)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def refused(folder: Path, command: str = "run", *options: str) -> Answer:
    """Return the answer of a command that must end before it has begun."""
    ends = ("--for", "0", "--port", "0") if command == "run" else ()
    answer = penstock(command, str(folder), *ends, *options)
    assert answer.status == 2, answer
    assert not (folder / ".penstock").exists()
    return answer


def assert_shown(answer: Answer, file: str, code: str, underlined: str, hint: str) -> None:
    """Check code, place, the underlined text and the hint of an error."""
    lines = answer.error.splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith("  --> "))
    assert lines[0].startswith(f"{code} ")
    assert lines[place].startswith(f"  --> {file}:")
    text, marks = lines[place + 1], lines[place + 2]
    start = marks.index("^")
    assert text[start:].startswith(underlined)
    assert marks.count("^") <= len(underlined)
    assert hint in "".join(lines[place + 3 :])


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("what", WRONG_SCRIPTS)
def test_a_wrong_line_of_sql_is_shown(tmp_path: Path, what: str, command: str) -> None:
    good, bad, code, underlined, hint = WRONG_SCRIPTS[what]
    folder = folder_of(tmp_path, SCRIPT.replace(good, bad))
    assert_shown(refused(folder, command), "pipeline.sql", code, underlined, hint)


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("what", WRONG_DASHBOARDS)
def test_a_wrong_line_of_the_dashboard_is_shown(tmp_path: Path, what: str, command: str) -> None:
    good, bad, code, underlined, hint = WRONG_DASHBOARDS[what]
    folder = folder_of(tmp_path, dashboard=DASHBOARD.replace(good, bad))
    assert_shown(refused(folder, command), "dashboard.toml", code, underlined, hint)


@pytest.mark.parametrize("what", WRONG_SETTINGS)
def test_a_wrong_setting_is_shown(tmp_path: Path, what: str) -> None:
    text, code, underlined, hint = WRONG_SETTINGS[what]
    folder = folder_of(tmp_path, penstock=text)
    assert_shown(refused(folder), "penstock.toml", code, underlined, hint)


@pytest.mark.parametrize(
    ("override", "hint"),
    [
        ("reading.shards=2", "did you mean 'readings'?"),
        ("readings.shrads=2", "did you mean 'shards'?"),
        ("readings.shards=x", "how many shards"),
        ("readings", "TABLE.OPTION=VALUE"),
    ],
)
def test_a_wrong_override_is_refused(tmp_path: Path, override: str, hint: str) -> None:
    assert hint in refused(folder_of(tmp_path), "run", "--set", override).error


def test_a_page_beyond_loopback_without_a_token_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, penstock='[server]\nhost = "0.0.0.0"\n')
    assert refused(folder).error.startswith("E842")


def test_a_script_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "pipeline.sql").write_bytes(b"CREATE \xff")
    assert refused(folder).error.startswith("E512 pipeline.sql is not UTF-8")


def test_a_mark_of_utf_8_before_the_script_does_no_harm(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "pipeline.sql").write_bytes(b"\xef\xbb\xbf" + SCRIPT.encode())
    assert penstock("check", str(folder)).status == 0


def test_a_folder_without_a_script_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).error.startswith("E507")
    assert penstock("check", str(tmp_path / "nowhere")).status == 2
