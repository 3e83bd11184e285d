"""Streams are made, found and removed by name, and mistakes are answered with what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from penstock.core.protocols import Stream, Streams
from penstock.core.time import ManualClock
from penstock.streams.errors import (
    DiskFailed,
    DiskFull,
    FolderNotWritable,
    StreamNameBad,
    StreamRemoved,
    StreamSettingBad,
    StreamUnknown,
)
from penstock.streams.store import StreamStore
from tests.streams.test_stream import SMALL, rows_of


def test_a_stream_is_made_once_and_keeps_its_shards(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock())
    streams: Streams = store
    first: Stream = streams.create("b", shards=2)
    assert list(streams.create("b", shards=5).shards) == list(first.shards)
    streams.create("a$late")
    assert streams.names() == ["a$late", "b"]
    streams.close()
    streams.close()


def test_a_removed_stream_is_gone_for_everybody_and_may_be_made_anew(tmp_path: Path) -> None:
    store, other = (StreamStore(tmp_path, ManualClock(), SMALL) for _ in range(2))
    stream = store.create("s")
    stream.append_list([b"x"])
    held = other.open("s")
    store.remove("s")
    assert store.names() == []
    with pytest.raises(StreamRemoved, match="E408"):
        held.read(held.shards[0], 0, 1)
    with pytest.raises(StreamRemoved, match="E408"):
        held.append_list([b"y"])
    store.create("s").append_list([b"z"])
    assert [row[0] for row in rows_of(other.open("s"), stream.shards[0])] == [b"z"]
    store.close()
    other.close()


def test_an_unknown_stream_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock())
    with pytest.raises(StreamUnknown, match="hint: a new one: penstock streams create wnd"):
        store.open("wnd")
    store.create("wind")
    with pytest.raises(
        StreamUnknown, match=r"E401 no stream 'wnd'\nhint: did you mean 'wind'\?; a new"
    ):
        store.remove("wnd")
    store.close()


@pytest.mark.parametrize("name", ["", "a/b", "a b", "x" * 129, "ä"])
def test_a_name_that_no_stream_may_have_is_refused(tmp_path: Path, name: str) -> None:
    store = StreamStore(tmp_path, ManualClock())
    with pytest.raises(StreamNameBad, match="E402"):
        store.create(name)


def test_shards_and_retention_have_limits(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock())
    with pytest.raises(StreamSettingBad, match="1 to 1024 shards, not 0"):
        store.create("s", shards=0)
    with pytest.raises(StreamSettingBad, match="longer than 0"):
        store.create("s", retention_us=0)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderNotWritable, match="E405 cannot write to"):
        StreamStore(tmp_path / "file" / "streams", ManualClock())


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "streams.sqlite").mkdir()
    with pytest.raises(FolderNotWritable, match="E405"):
        StreamStore(tmp_path, ManualClock())


@pytest.mark.parametrize("call", ["posix_fallocate", "pwritev", "fdatasync"])
@pytest.mark.parametrize(("number", "wrong"), [(errno.ENOSPC, DiskFull), (errno.EIO, DiskFailed)])
def test_a_disk_that_fails_loses_nothing_acknowledged_and_works_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, wrong: type[Exception]
) -> None:
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s")
    stream.append_list([b"before" * 1000])

    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        for _ in range(2):
            with pytest.raises(wrong):
                stream.append_list([b"failed" * 1000])
        assert stream.latest(stream.shards[0]) == 1
    stream.append_list([b"after"])
    rows = [row[0] for row in rows_of(stream, stream.shards[0])]
    assert (rows[0], rows[-1]) == (b"before" * 1000, b"after")
    store.close()


def test_what_a_failed_sync_left_in_memory_is_written_again_before_the_next_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s")
    stream.append_list([b"before"])
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", _failing)
        with pytest.raises(DiskFailed, match="E411"):
            stream.append_list([b"unsynced"])
    written = []
    pwritev = os.pwritev

    def recording(file: int, parts: list[bytes], offset: int) -> int:
        written.append(b"".join(parts))
        return pwritev(file, parts, offset)

    monkeypatch.setattr(os, "pwritev", recording)
    stream.append_list([b"after"])
    assert [b"unsynced" in written[0], b"after" in written[1]] == [True, True]
    rows = [row[0] for row in rows_of(stream, stream.shards[0])]
    assert rows == [b"before", b"unsynced", b"after"]
    store.close()


def _failing(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))
