"""Every line of a file is a record, once, however it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.protocols import Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import STRING, Field, Schema
from penstock.sources.files import FileSource, NoSuchPath, open_source

SCHEMA = Schema((Field("a", STRING),))


def opened(folder: Path, clock: ManualClock | None = None, **options: str) -> FileSource:
    given = {"connector": "filesystem", "path": "in", **options}
    table = Table("t", SCHEMA, {k.replace("_", "."): Option(v) for k, v in given.items()})
    world = Surroundings(folder, folder, clock or ManualClock(), None)  # type: ignore[arg-type] -- unused
    return open_source(table, world)


def drain(source: FileSource, rows_max: int) -> list[bytes]:
    found = []
    for split in source.splits():
        position = source.start(split)
        while not source.finished(split, position):
            chunk = source.read(split, position, rows_max)
            assert chunk is not None
            assert chunk.records is not None
            found += [chunk.records[i] for i in range(len(chunk))]
            again = source.read(split, position, 10**9, until=chunk.position)
            assert again is not None
            assert again.records is not None
            assert len(again) == len(chunk)
            position = chunk.position
    return found


LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1), max_size=8
)


@settings(deadline=None)
@given(texts=LINES, rows_max=st.integers(1, 4), ends=st.booleans(), crlf=st.booleans())
def test_lines_come_once_in_order_with_or_without_a_last_newline(
    texts: list[str],
    rows_max: int,
    ends: bool,
    crlf: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("files")
    newline = "\r\n" if crlf else "\n"
    text = newline.join(texts) + (newline if ends and texts else "")
    (folder / "in").write_bytes(text.encode())
    assert drain(opened(folder), rows_max) == [line.encode() for line in texts]


def test_a_folder_is_read_file_by_file_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b", "a", ".hidden", "_SUCCESS"):
        (tmp_path / "in" / name).write_text(f"{name}\n")
    assert drain(opened(tmp_path), 10) == [b"a", b"b"]


def test_a_header_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("name\nx\n")
    assert drain(opened(tmp_path, header="true"), 10) == [b"x"]


def test_a_watched_file_gives_a_line_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_text("one\ntw")
    source = opened(tmp_path, **{"source.monitor-interval": "1 s"})
    chunk = source.read("in", "0", 10)
    assert chunk is not None
    assert chunk.position == "4"
    assert source.read("in", "4", 10) is None
    path.write_text("one\ntwo\n")
    chunk = source.read("in", "4", 10)
    assert chunk is not None
    assert chunk.records is not None
    assert chunk.records[0] == b"two"
    assert not source.finished("in", "8")


def test_an_absent_path_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath, match="no such file"):
        opened(tmp_path).splits()


def test_a_watched_file_that_is_taken_away_is_no_trouble_unless_it_is_read_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "in"
    path.write_text("one\n")
    source = opened(tmp_path, **{"source.monitor-interval": "1 s"})
    assert source.splits() == ("in",)
    path.unlink()
    assert source.read("in", "4", 10) is None
    with pytest.raises(NoSuchPath, match="cannot read"):
        source.read("in", "0", 10, until="4")


def test_a_bounded_file_that_is_taken_away_is_the_worlds_fault(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_text("one\n")
    source = opened(tmp_path)
    source.splits()
    path.unlink()
    with pytest.raises(NoSuchPath, match="cannot read"):
        source.read("in", "0", 10)


def test_new_files_are_looked_for_as_often_as_is_asked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b").write_text("b\n")
    clock = ManualClock(10**15)
    source = opened(tmp_path, clock, **{"source.monitor-interval": "1 s"})
    assert source.splits() == ("b",)
    (tmp_path / "in" / "a").write_text("a\n")
    assert source.splits() == ("b",)
    clock.sleep(1)
    assert source.splits() == ("b", "a")
    clock.set_us(0)
    (tmp_path / "in" / "c").write_text("c\n")
    assert source.splits() == ("b", "a", "c")


def test_a_bounded_folder_is_what_was_there_at_first(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_text("a\n")
    clock = ManualClock()
    source = opened(tmp_path, clock)
    assert source.splits() == ("a",)
    (tmp_path / "in" / "b").write_text("b\n")
    clock.sleep(3600)
    assert source.splits() == ("a",)


def test_a_watched_file_waits_for_its_header(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_text("na")
    clock = ManualClock()
    source = opened(tmp_path, clock, header="true", **{"source.monitor-interval": "1 s"})
    assert source.splits() == ()
    (tmp_path / "in" / "a").write_text("name\nx\n")
    clock.sleep(1)
    assert source.splits() == ("a",)
    chunk = source.read("a", source.start("a"), 10)
    assert chunk is not None
    assert chunk.records is not None
    assert chunk.records[0] == b"x"


def test_a_line_longer_than_one_read_is_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penstock.sources.files.BYTES_PER_READ", 4)
    (tmp_path / "in").write_text("a" * 100 + "\n" + "b" * 50 + "\nccc")
    assert drain(opened(tmp_path), 10) == [b"a" * 100, b"b" * 50, b"ccc"]


def test_a_path_may_be_an_address_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("x\n")
    assert drain(opened(tmp_path, path=f"file://{tmp_path}/in"), 10) == [b"x"]
