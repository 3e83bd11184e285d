"""What a job has on disk to come back from: its newest checkpoint, and the steps since then.

A checkpoint is written while the next steps are taken. These go into a journal of their own; until
the checkpoint is durable, the one before it, its journal and the new journal together are what the
job comes back from.
"""

from __future__ import annotations

from penstock.core.errors import ExternalError
from penstock.pipeline.checkpoint import Checkpoint, CheckpointStore
from penstock.pipeline.journal import (
    BrokenJournal,
    Entry,
    Journal,
    begin_journal,
    mend_journal,
    read_journal,
)
from penstock.pipeline.retries import Attempt
from penstock.pipeline.saving import Saving


class Logbook:
    """The checkpoints and the journals of one job; steps are durable when `note` returns."""

    def __init__(self, store: CheckpointStore, attempt: Attempt) -> None:
        self._store = store
        self._attempt = attempt
        self._journal: Journal | None = None
        self._saving: Saving | None = None
        self.saved_us = 0
        """The time of the newest durable checkpoint."""

    def checkpoint(self) -> Checkpoint | None:
        """Return the newest checkpoint, or None when the job has never run."""
        checkpoint = self._store.load()
        self.saved_us = 0 if checkpoint is None else checkpoint.now_us
        return checkpoint

    def steps_since(self, step: int) -> list[Entry]:
        """Return the steps that were noted after the checkpoint of `step`."""
        entries: list[Entry] = []
        for path in self._store.journals_since(step):
            mend_journal(path)
            for entry in read_journal(path):
                newest = entries[-1].step if entries else step
                if entry.step > newest + 1:
                    raise BrokenJournal(f"journal {path} lacks step {newest + 1}")
                # A step that was kept for another script's job is noted a second time.
                if entry.step == newest + 1:
                    entries.append(entry)
        return entries

    def go_on(self, step: int) -> None:
        """Note what comes from now on behind the checkpoint of `step`."""
        self._close_journal()
        self._journal = Journal(self._store.journal_path(step))

    def note(self, entry: Entry) -> None:
        """Write a step down, before any of its results is published."""
        journal = self._journal
        assert journal is not None, "recover comes before the first step"
        self._attempt(lambda: journal.append(entry))

    def save(self, checkpoint: Checkpoint) -> None:
        """Take a checkpoint, which the steps that follow are noted behind."""
        self.settle(wait=True)
        self._save(checkpoint)
        self.go_on(checkpoint.step)

    def begin_saving(self, checkpoint: Checkpoint) -> None:
        """Begin to take a checkpoint while steps follow, which are noted behind it."""
        self.settle(wait=True)
        self.go_on(checkpoint.step)
        self._saving = Saving(self._store, checkpoint)

    @property
    def saving(self) -> bool:
        """Whether a checkpoint is still being written."""
        return self._saving is not None and not self._saving.over

    def settle(self, *, wait: bool = False) -> None:
        """Take note of a checkpoint that has been written by now; try again if it could not be.

        With `wait`, of one that is still being written as well.
        """
        saving = self._saving
        if saving is None or not (wait or saving.over):
            return
        self._saving = None
        try:
            saving.result()
        except ExternalError:
            # From here on as if it had been tried in the loop: again, and heard of when it fails.
            self._save(saving.checkpoint)
        self.saved_us = saving.checkpoint.now_us

    def _save(self, checkpoint: Checkpoint) -> None:
        self._attempt(lambda: self._store.save(checkpoint))
        self.saved_us = checkpoint.now_us

    def save_before(self, checkpoint: Checkpoint, entry: Entry) -> None:
        """Take a checkpoint that one noted step stays behind."""
        # First the step: the checkpoint drops the journal that it comes from.
        begin_journal(self._store.journal_path(checkpoint.step), entry).close()
        self._store.save(checkpoint)

    def close(self) -> None:
        """Let go of the journal, after a checkpoint that is being written; may be called twice."""
        if self._saving is not None:
            self._saving.wait()
        self._close_journal()

    def _close_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
