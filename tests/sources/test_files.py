"""Every line of a file is a record, once, however it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.core.protocols import Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import STRING, Field, Schema
from penstock.sources.files import FileSource, NoSuchPath, open_source

SCHEMA = Schema((Field("a", STRING),))


def opened(folder: Path, **options: str) -> FileSource:
    given = {"connector": "filesystem", "path": "in", **options}
    table = Table("t", SCHEMA, {k.replace("_", "."): Option(v) for k, v in given.items()})
    world = Surroundings(folder, folder, ManualClock(), None)  # type: ignore[arg-type] -- unused
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
