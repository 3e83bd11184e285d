"""A checkpoint on its way to the disk, in a thread of its own."""

from __future__ import annotations

import threading

from penstock.pipeline.checkpoint import Checkpoint, CheckpointStore


class Saving:
    """The writing of one checkpoint, which begins when this is made."""

    def __init__(self, store: CheckpointStore, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._store = store
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._save, name="checkpoint", daemon=True)
        self._thread.start()

    def _save(self) -> None:
        try:
            self._store.save(self.checkpoint)
        except Exception as error:  # noqa: BLE001 -- a thread's last words; `result` raises it again
            self._error = error

    @property
    def over(self) -> bool:
        """Whether the writing has ended, well or not."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Return when the writing has ended."""
        self._thread.join()

    def result(self) -> None:
        """Wait for the end, and raise what went wrong."""
        self._thread.join()
        if self._error is not None:
            raise self._error
