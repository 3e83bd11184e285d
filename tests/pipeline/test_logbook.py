"""What a job comes back from while a checkpoint is written beside its steps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from penstock.core.errors import ExternalError
from penstock.pipeline import checkpoint
from penstock.pipeline.checkpoint import Checkpoint, CheckpointStore
from penstock.pipeline.journal import BrokenJournal, Entry, begin_journal
from penstock.pipeline.logbook import Logbook


def at(step: int) -> Checkpoint:
    state = {"a": bytes([step % 251]) * 9_000_000, "b": b""}
    return Checkpoint(2, "j", step, step * 10, "SELECT 1", {}, state, {}, {})


def once(action: Callable[[], None]) -> None:
    action()


def note(log: Logbook, *steps: int) -> None:
    for step in steps:
        log.note(Entry(step, step, ()))


def steps_left(folder: Path) -> tuple[int, list[int]]:
    """Return what a job that begins now finds: the checkpoint's step, and the steps since."""
    log = Logbook(CheckpointStore(folder), once)
    found = log.checkpoint()
    step = 0 if found is None else found.step
    return step, [entry.step for entry in log.steps_since(step)]


def test_steps_taken_while_a_checkpoint_is_written_are_found_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()
    write = checkpoint._write_synced

    def slowly(*arguments: object) -> None:
        may_write.wait()
        write(*arguments)  # type: ignore[arg-type]

    log = Logbook(CheckpointStore(tmp_path), once)
    log.save(at(0))
    note(log, 1, 2)
    monkeypatch.setattr(checkpoint, "_write_synced", slowly)
    log.begin_saving(at(2))
    note(log, 3, 4)
    assert (log.saving, log.saved_us) == (True, 0)
    assert steps_left(tmp_path) == (0, [1, 2, 3, 4])
    may_write.set()
    log.settle(wait=True)
    assert (log.saving, log.saved_us) == (False, 20)
    assert steps_left(tmp_path) == (2, [3, 4])
    log.close()


def test_a_checkpoint_that_could_not_be_written_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    log = Logbook(CheckpointStore(tmp_path), once)
    log.save(at(0))
    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "_write_synced", full)
        log.begin_saving(at(0))
        note(log, 1)
        with pytest.raises(ExternalError, match="No space left"):
            log.settle(wait=True)
    assert steps_left(tmp_path) == (0, [1])
    log.begin_saving(at(1))
    log.settle(wait=True)
    assert steps_left(tmp_path) == (1, [])
    log.close()


def test_a_step_that_was_kept_for_another_job_counts_once(tmp_path: Path) -> None:
    log = Logbook(CheckpointStore(tmp_path), once)
    log.save(at(0))
    note(log, 1, 2, 3)
    log.close()
    begin_journal(CheckpointStore(tmp_path).journal_path(2), Entry(3, 3, ())).close()
    assert steps_left(tmp_path) == (0, [1, 2, 3])


def test_a_journal_that_lacks_a_step_is_not_passed_over(tmp_path: Path) -> None:
    log = Logbook(CheckpointStore(tmp_path), once)
    log.save(at(0))
    note(log, 1, 3)
    log.close()
    with pytest.raises(BrokenJournal, match="lacks step 2"):
        steps_left(tmp_path)


def test_a_large_state_comes_back_as_it_was(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(at(7))
    assert store.load() == at(7)
