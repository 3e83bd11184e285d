"""After a crash at any byte a shard ends behind its last whole frame, and goes on from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.streams.control import Control, Word
from penstock.streams.errors import StreamDamaged
from penstock.streams.segment import segment_bases, segment_path
from penstock.streams.store import StreamStore
from penstock.streams.stream import EmbeddedStream
from tests.streams.test_stream import SMALL, rows_of

WHOLE = [b"first", b"second", b"third"]
LAST = [b"torn one", b"torn two"]


def shard_folder(stream: EmbeddedStream, folder: Path) -> Path:
    return folder / stream.entry.folder_name / stream.shards[0]


def restart_machine(shard: Path, published: int) -> None:
    """Make the control file look as an older, half-trusted version of itself."""
    control = Control(shard)
    control.words[Word.BOOT] += 1
    control.words[Word.PUBLISHED] = published
    control.close()


def two_appends(folder: Path) -> tuple[Path, int, int]:
    """Return the shard's folder and where its last frame begins and ends."""
    store = StreamStore(folder, ManualClock(), SMALL)
    stream = store.create("s")
    shard = shard_folder(stream, folder)
    control = Control(shard)
    stream.append_list(WHOLE)
    begin = control.words[Word.OFFSET]
    stream.append(Records.of(LAST), [b"k1", b"k2"], producer="job", step=4)
    end = control.words[Word.OFFSET]
    control.close()
    store.close()
    return shard, begin, end


def after_restart(folder: Path) -> list[bytes]:
    """Return what the stream holds when opened, having appended one more record."""
    store = StreamStore(folder, ManualClock(), SMALL)
    stream = store.open("s")
    held = [row[0] for row in rows_of(stream, stream.shards[0])]
    stream.append(Records.of([b"more"]), producer="job", step=4)
    stream.append_list([b"end"])
    rows = [row[0] for row in rows_of(stream, stream.shards[0])]
    assert rows == ([*held, b"end"] if held == WHOLE + LAST else [*held, b"more", b"end"])
    store.close()
    return held


@pytest.mark.parametrize("damage", ["cut", "flipped", "zeroed"])
def test_a_frame_torn_at_any_byte_is_dropped_and_the_step_is_taken_again(
    tmp_path: Path, damage: str
) -> None:
    original = tmp_path / "original"
    shard, begin, end = two_appends(original)
    path = segment_path(shard, 0)
    content = path.read_bytes()
    for place in range(begin, end):
        copy = tmp_path / "copy"
        shutil.copytree(original, copy)
        torn = {
            "cut": content[:place],
            "flipped": content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :],
            "zeroed": content[:place] + bytes(len(content) - place),
        }[damage]
        target = copy / path.relative_to(original)
        target.write_bytes(torn)
        restart_machine(target.parent, published=len(WHOLE))
        whole = torn[:end].ljust(end, b"\0") == content[:end]
        assert after_restart(copy) == (WHOLE + LAST if whole else WHOLE)
        shutil.rmtree(copy)


def test_what_was_acknowledged_and_is_damaged_is_an_error_and_stays(tmp_path: Path) -> None:
    shard, begin, _ = two_appends(tmp_path)
    path = segment_path(shard, 0)
    content = bytearray(path.read_bytes())
    content[begin + 70] ^= 1
    path.write_bytes(content)
    restart_machine(shard, published=len(WHOLE + LAST))
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    with pytest.raises(StreamDamaged, match=f"E406 .* is damaged at byte {begin}"):
        store.open("s")
    assert path.read_bytes() == content
    store.close()


@pytest.mark.parametrize("place", [4, 20, 60, 100])
def test_a_damaged_frame_in_the_middle_is_told_and_what_stands_before_it_is_read(
    tmp_path: Path, place: int
) -> None:
    shard, begin, _ = two_appends(tmp_path)
    path = segment_path(shard, 0)
    content = bytearray(path.read_bytes())
    content[begin + place] ^= 1
    path.write_bytes(content)
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.open("s")
    assert [row[0] for row in rows_of(stream, stream.shards[0], rows_max=3, until=3)] == WHOLE
    with pytest.raises(StreamDamaged, match=f"E406 .* is damaged at byte {begin}"):
        stream.read(stream.shards[0], 3, 10)
    store.close()


def test_a_lost_control_file_is_made_anew_from_the_segments(tmp_path: Path) -> None:
    shard, _, _ = two_appends(tmp_path)
    (shard / "control").unlink()
    assert after_restart(tmp_path) == WHOLE + LAST


def test_a_process_that_died_while_writing_is_cleaned_up_after(tmp_path: Path) -> None:
    shard, begin, end = two_appends(tmp_path)
    control = Control(shard)
    control.words[Word.OFFSET], control.words[Word.WRITTEN] = begin, len(WHOLE)
    control.words[Word.PUBLISHED] = len(WHOLE)
    control.words[Word.BUSY] = 1
    control.close()
    assert after_restart(tmp_path) == WHOLE + LAST
    assert end > begin


def test_a_segment_that_was_never_finished_is_ignored(tmp_path: Path) -> None:
    shard, _, _ = two_appends(tmp_path)
    (shard / "00000000000000000005.new").write_bytes(b"half a header")
    restart_machine(shard, published=0)
    assert after_restart(tmp_path) == WHOLE + LAST
    assert segment_bases(shard) == [0]
    assert not list(shard.glob("*.new"))


def test_a_shard_without_its_segments_is_an_error(tmp_path: Path) -> None:
    shard, _, _ = two_appends(tmp_path)
    segment_path(shard, 0).unlink()
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    with pytest.raises(StreamDamaged, match="E406"):
        rows_of(store.open("s"), "shardId-000000000000")
    restart_machine(shard, published=5)
    store.close()
    with pytest.raises(StreamDamaged, match=r"E406 .* has lost its segments"):
        store.open("s")
    store.close()
