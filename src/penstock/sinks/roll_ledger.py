"""What has been published, so that a restart drops the steps that files already cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from penstock.sinks.database import Database

TABLES = (
    "CREATE TABLE IF NOT EXISTS producers"
    " (producer TEXT PRIMARY KEY, began_us INTEGER NOT NULL, rolls INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS published (producer TEXT, folder TEXT, roll INTEGER NOT NULL,"
    " through_step INTEGER NOT NULL, PRIMARY KEY (producer, folder)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS renames (producer TEXT, source TEXT, target TEXT NOT NULL,"
    " PRIMARY KEY (producer, source)) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A file that is complete and gets its final name; `source` and `target` are whole paths."""

    folder: str
    through_step: int
    source: Path
    target: Path


class RollLedger:
    """Rolls are counted; each is one transaction that says which files get their final names.

    From the commit on the files count as published; the renames follow, after a crash in the
    next process. A folder's entry says up to which step its rows are out.
    """

    def __init__(self, database: Database, producer: str, root: Path, now_us: int) -> None:
        self._database = database
        self._producer = producer
        self._root = root
        with database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO producers VALUES (?, ?, 0)", (producer, now_us)
            )
        self.began_us, self.rolls = database.rows(
            "SELECT began_us, rolls FROM producers WHERE producer = ?", (producer,)
        )[0]

    def commit(self, publications: Iterable[Publication]) -> None:
        """Note durably that these files are published from now on."""
        listed = list(publications)
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE producers SET rolls = rolls + 1 WHERE producer = ?", (self._producer,)
            )
            connection.executemany(
                "INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)",
                [(self._producer, p.folder, self.rolls + 1, p.through_step) for p in listed],
            )
            connection.executemany(
                "INSERT INTO renames VALUES (?, ?, ?)",
                [(self._producer, *map(self._relative, (p.source, p.target))) for p in listed],
            )
        self.rolls += 1

    def renames(self) -> list[tuple[Path, Path]]:
        """Return the renames that may not have happened yet."""
        found = self._database.rows(
            "SELECT source, target FROM renames WHERE producer = ?", (self._producer,)
        )
        return [(self._root / source, self._root / target) for source, target in found]

    def renamed(self) -> None:
        """Note that all renames have happened."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM renames WHERE producer = ?", (self._producer,))

    def published_since(self, rolls: int) -> dict[str, int]:
        """Return up to which step each folder has been published after the first `rolls` rolls."""
        found = self._database.rows(
            "SELECT folder, through_step FROM published WHERE producer = ? AND roll > ?",
            (self._producer, rolls),
        )
        return dict(found)

    def forget_until(self, rolls: int) -> None:
        """Drop the entries that no checkpoint needs any more."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM published WHERE producer = ? AND roll <= ?", (self._producer, rolls)
            )

    def _relative(self, path: Path) -> str:
        """Return the path as it stays true when the whole folder is moved."""
        return str(path.relative_to(self._root))
