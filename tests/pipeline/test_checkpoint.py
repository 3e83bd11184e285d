"""A checkpoint is whole or it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.pipeline.checkpoint import (
    BrokenCheckpoint,
    Checkpoint,
    CheckpointStore,
    CheckpointUnwritable,
)


def checkpoint(step: int) -> Checkpoint:
    positions = {"t": {"0": str(step)}}
    return Checkpoint(1, "j", step, 5, "SELECT 1", positions, {"a": b"\x00"}, {"i": b"t"}, {"t": 2})


def test_the_newest_checkpoint_comes_back_whole(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    assert store.load() is None
    store.save(checkpoint(1))
    store.save(checkpoint(2))
    assert CheckpointStore(tmp_path).load() == checkpoint(2)


def test_older_checkpoints_and_journals_go_and_the_current_journal_stays(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    for step in (1, 2):
        store.journal_path(step).touch()
        store.save(checkpoint(step))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "0000000000000002.checkpoint",
        "0000000000000002.journal",
    ]


def test_a_checkpoint_that_was_being_written_does_not_count(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(checkpoint(1))
    (tmp_path / "0000000000000002.aside").write_bytes(b"half")
    assert store.load() == checkpoint(1)


def test_changed_bytes_are_found_out(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(checkpoint(1))
    path = tmp_path / "0000000000000001.checkpoint"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(BrokenCheckpoint):
        store.load()


def test_a_full_disk_keeps_the_checkpoint_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CheckpointStore(tmp_path)
    store.save(checkpoint(1))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("penstock.pipeline.checkpoint.os.fsync", full)
    with pytest.raises(CheckpointUnwritable, match="No space left"):
        store.save(checkpoint(2))
    assert store.load() == checkpoint(1)
