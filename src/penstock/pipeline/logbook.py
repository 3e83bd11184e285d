"""What a job has on disk to come back from: its newest checkpoint, and the steps since then."""

from __future__ import annotations

from penstock.pipeline.checkpoint import Checkpoint, CheckpointStore
from penstock.pipeline.journal import Entry, Journal, begin_journal, mend_journal, read_journal
from penstock.pipeline.retries import Attempt


class Logbook:
    """The checkpoints and the journal of one job; what it takes is durable when it returns."""

    def __init__(self, store: CheckpointStore, attempt: Attempt) -> None:
        self._store = store
        self._attempt = attempt
        self._journal: Journal | None = None

    def checkpoint(self) -> Checkpoint | None:
        """Return the newest checkpoint, or None when the job has never run."""
        return self._store.load()

    def steps_since(self, step: int) -> list[Entry]:
        """Return the steps that were noted after the checkpoint of `step`."""
        path = self._store.journal_path(step)
        mend_journal(path)
        return list(read_journal(path))

    def go_on(self, step: int) -> None:
        """Note what comes from now on behind the checkpoint of `step`."""
        self.close()
        self._journal = Journal(self._store.journal_path(step))

    def note(self, entry: Entry) -> None:
        """Write a step down, before any of its results is published."""
        journal = self._journal
        assert journal is not None, "recover comes before the first step"
        self._attempt(lambda: journal.append(entry))

    def save(self, checkpoint: Checkpoint) -> None:
        """Take a checkpoint, which the steps that follow are noted behind."""
        self._attempt(lambda: self._store.save(checkpoint))
        self.go_on(checkpoint.step)

    def save_before(self, checkpoint: Checkpoint, entry: Entry) -> None:
        """Take a checkpoint that one noted step stays behind."""
        # First the step: the checkpoint drops the journal that it comes from.
        begin_journal(self._store.journal_path(checkpoint.step), entry).close()
        self._store.save(checkpoint)

    def close(self) -> None:
        """Let go of the journal; may be called twice."""
        if self._journal is not None:
            self._journal.close()
