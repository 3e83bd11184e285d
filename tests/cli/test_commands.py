"""What each command does with a folder whose name has a space and letters beyond ASCII."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import penstock

SCRIPT = """
CREATE TABLE readings (id BIGINT, speed DOUBLE, site STRING) WITH ('connector' = 'stream');
CREATE TABLE fast (id BIGINT, site STRING) WITH ('connector' = 'stream');
INSERT INTO fast SELECT id, site FROM readings WHERE speed > 10;
CREATE TABLE files (id BIGINT) WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'json');
INSERT INTO files SELECT id FROM readings;
"""
RECORDS = '{"id": 1, "speed": 20, "site": "[bold]Süd, West"}\n\n{"id": 2, "speed": 5}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small script."""
    path = tmp_path / "räder am weg"
    path.mkdir()
    (path / "pipeline.sql").write_text(SCRIPT)
    return path


@pytest.fixture
def run(folder: Path) -> Path:
    """A folder that took two readings and has run."""
    assert penstock("streams", "create", "readings", "--in", str(folder)).status == 0
    put = penstock("streams", "put", "readings", "--in", str(folder), given=RECORDS)
    assert put.out == "2 records put into readings\n"
    assert penstock("run", str(folder), "--no-serve", "--until-idle", "0.2").status == 0
    return folder


def test_check_counts_what_it_found_right(folder: Path) -> None:
    assert penstock("check", str(folder)).out == "räder am weg: 3 tables, 2 inserts, all right\n"


def test_a_folder_is_named_first_or_by_in_or_is_the_current_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = penstock("explain", str(folder))
    assert "Scan readings (stream)" in named.out
    assert penstock("explain", "--in", str(folder)) == named
    monkeypatch.chdir(folder)
    assert penstock("explain") == named


def test_check_takes_stand_ins_and_overrides(folder: Path) -> None:
    script = SCRIPT.replace("WITH ('connector' = 'stream')", "WITH ('connector' = 'kinesis', "
                            "'stream' = 'r', 'aws.region' = 'eu-west-1')", 1)  # fmt: skip
    (folder / "pipeline.sql").write_text(script)
    assert "--local" in penstock("check", str(folder)).error
    assert penstock("check", str(folder), "--local", "--set", "fast.shards=2").status == 0


def test_query_prints_tables_json_and_csv(run: Path) -> None:
    sql = "SELECT id, site, 0.5 AS half, NULL AS nothing FROM fast"
    table = penstock("query", str(run), sql)
    assert table.out.splitlines() == [
        "id  site             half  nothing",
        " 1  [bold]Süd, West   0.5  NULL",
    ]
    found = json.loads(penstock("query", str(run), sql, "--format", "json").out)
    assert found[0]["site"] == "[bold]Süd, West"
    text = penstock(
        "query", "--in", str(run), "SELECT id, [1, 2] AS l FROM fast", "--format", "csv"
    )
    assert text.out == '"id","l"\n1,"[1,2]"\n'


def test_a_wide_table_is_not_cut_to_a_terminal(run: Path) -> None:
    columns = ", ".join(f"'{'x' * 40}' AS column_{number}" for number in range(6))
    lines = penstock("query", str(run), f"SELECT {columns} FROM fast").out.splitlines()
    assert lines[1].split() == ["x" * 40] * 6


def test_a_value_cannot_tear_the_table_or_steer_the_terminal(run: Path) -> None:
    answer = penstock("query", str(run), "SELECT 'a' || CHR(10) || CHR(27) || '[2J' AS t FROM fast")
    assert answer.out == "t\na\\n\\x1b[2J\n"


def test_query_takes_one_select_over_known_tables(run: Path) -> None:
    assert "did you mean 'fast'?" in penstock("query", str(run), "SELECT * FROM fats").error
    refused = penstock("query", str(run), "DROP TABLE fast")
    assert refused.status == 2
    assert penstock("query", str(run), "SELECT 1", "--format", "xml").status == 2


def test_relative_paths_in_sql_are_the_folders(run: Path) -> None:
    assert len([path for path in (run / "out").rglob("*") if path.is_file()]) >= 1
    assert penstock("query", str(run), "SELECT SUM(id) AS s FROM files").out.split() == ["s", "3"]


def test_streams_are_listed_and_their_last_records_shown(run: Path) -> None:
    lines = penstock("streams", "ls", "--in", str(run)).out.splitlines()
    assert lines[0].split() == ["stream", "shards", "records", "first", "next"]
    assert lines[2].split() == ["readings", "1", "2", "0", "2"]
    tail = penstock("streams", "tail", "readings", "--in", str(run), "-n", "1")
    assert json.loads(tail.out) == {"id": 2, "speed": 5}


def test_streams_are_made_with_shards_and_removed_when_meant(folder: Path) -> None:
    at = ("--in", str(folder))
    made = penstock("streams", "create", "many", *at, "--shards", "3", "--retention", "7 d")
    assert made.out == "stream many has 3 shards\n"
    put = penstock("streams", "put", "many", *at, "--key", "a", given=b"x\r\ny\n")
    assert put.out == "2 records put into many\n"
    assert penstock("streams", "tail", "many", *at).out == "x\ny\n"
    assert penstock("streams", "rm", "many", *at, given="n\n").status == 1
    assert penstock("streams", "rm", "many", *at, "--yes").out == "stream many is gone\n"
    assert "no stream 'many'" in penstock("streams", "tail", "many", *at).error


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("create", "a b"), "E402"),
        (("create", "ok", "--retention", "soon"), "E806"),
        (("put", "nowhere"), "E401"),
        (("rm", "nowhere", "--yes"), "E401"),
    ],
)
def test_wrong_words_about_streams_are_refused(
    folder: Path, options: tuple[str, ...], code: str
) -> None:
    answer = penstock("streams", *options, "--in", str(folder), given="x\n")
    assert answer.status == 2
    assert answer.error.startswith(code)


def test_replay_sends_rows_as_fast_as_wanted(folder: Path) -> None:
    data = folder / "drei zeilen.csv"
    data.write_text("at,id,site\n2026-01-01 00:00:00,1,a\n2026-01-01 00:00:36,2,b\n")
    at = ("--to", "readings", "--in", str(folder))
    options = ("--time-column", "at", "--speed", "3600", "--key", "site", "--stamp", "at")
    answer = penstock("replay", str(data), *at, *options)
    assert answer.out == "2 rows sent to readings\n"
    assert penstock("replay", str(data), *at, "--speed", "max").status == 0
    tail = penstock("streams", "tail", "readings", "--in", str(folder)).out.splitlines()
    assert [json.loads(line)["id"] for line in tail] == ["1", "2", "1", "2"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--speed", "fast"), 2, "E804"),
        (("--time-column", "when"), 2, "E510"),
        (("--key", "no"), 2, "E510"),
    ],
)
def test_a_replay_that_cannot_be_is_refused(
    folder: Path, options: tuple[str, ...], status: int, said: str
) -> None:
    (folder / "a.csv").write_text("at,id\n2026-01-01 00:00:00,1\n")
    answer = penstock("replay", str(folder / "a.csv"), "--to", "r", "--in", str(folder), *options)
    assert (answer.status, answer.error[:4]) == (status, said)


def test_a_file_that_is_not_there_cannot_be_replayed(folder: Path) -> None:
    answer = penstock("replay", str(folder / "no.csv"), "--to", "r", "--in", str(folder))
    assert answer.status == 1
    assert answer.error.startswith("E511")


def test_bench_knows_its_names() -> None:
    answer = penstock("bench", "forst")
    assert answer.status == 2
    assert "Did you mean 'forest'?" in answer.error


@pytest.mark.parametrize("example", ["wind", "accidents"])
def test_new_copies_an_example_without_what_its_runs_left(tmp_path: Path, example: str) -> None:
    folder = tmp_path / "mein Hof"
    answer = penstock("new", str(folder), "--from", example)
    assert answer.status == 0
    assert f"penstock run '{folder}'" in answer.out
    assert {"pipeline.sql", "dashboard.toml"} <= {path.name for path in folder.iterdir()}
    assert not (folder / "lake").exists()
    again = penstock("new", str(folder))
    assert again.status == 2
    assert "already there" in again.error


def test_new_guesses_the_example(tmp_path: Path) -> None:
    assert "did you mean 'wind'?" in penstock("new", str(tmp_path / "a"), "--from", "wnid").error


def test_doctor_names_what_it_looked_at() -> None:
    shown = penstock("doctor").out
    for what in ("python", "duckdb", "disk", "clock", "port", "chromium"):
        assert what in shown
