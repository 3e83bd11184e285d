"""The journal gives back what was acknowledged, wherever the process died."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.pipeline.journal import (
    BrokenJournal,
    Entry,
    Journal,
    JournalUnwritable,
    Reading,
    mend_journal,
    read_journal,
)

READINGS = st.builds(
    Reading, st.text(), st.text(), st.text(), st.text(), st.booleans(), st.none() | st.binary()
)
ENTRIES = st.builds(Entry, st.integers(0, 2**40), st.integers(0, 2**60), st.tuples(READINGS))


def write(path: Path, entries: list[Entry]) -> None:
    path.unlink(missing_ok=True)
    with Journal(path) as journal:
        for entry in entries:
            journal.append(entry)


@given(entries=st.lists(ENTRIES, max_size=5))
def test_entries_come_back_as_they_were_written(
    entries: list[Entry], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    write(path, entries)
    assert list(read_journal(path)) == entries


@given(entries=st.lists(ENTRIES, min_size=1, max_size=3), data=st.data())
def test_a_frame_torn_at_any_byte_is_cut_off_and_the_journal_goes_on(
    entries: list[Entry], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    write(path, entries[:-1])
    whole = path.stat().st_size
    write(path, entries)
    keep = data.draw(st.integers(whole, path.stat().st_size - 1))
    path.write_bytes(path.read_bytes()[:keep])
    mend_journal(path)
    assert path.stat().st_size == whole
    with Journal(path) as journal:
        journal.append(entries[-1])
    assert list(read_journal(path)) == entries


@pytest.mark.parametrize("keep", range(9))
def test_a_journal_torn_in_its_first_bytes_begins_anew(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "j"
    write(path, [])
    path.write_bytes(path.read_bytes()[:keep])
    mend_journal(path)
    entry = Entry(1, 2, ())
    with Journal(path) as journal:
        journal.append(entry)
    assert list(read_journal(path)) == [entry]


def test_a_journal_that_is_absent_holds_nothing(tmp_path: Path) -> None:
    mend_journal(tmp_path / "j")
    assert list(read_journal(tmp_path / "j")) == []


def test_a_full_disk_leaves_the_journal_whole_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "j"
    entry = Entry(1, 2, ())
    journal = Journal(path)
    journal.append(entry)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("penstock.pipeline.journal.os.fdatasync", full)
    with pytest.raises(JournalUnwritable, match="No space left"):
        journal.append(Entry(2, 3, ()))
    monkeypatch.undo()
    journal.append(Entry(2, 4, ()))
    journal.close()
    assert list(read_journal(path)) == [entry, Entry(2, 4, ())]


def test_zeros_that_a_power_failure_left_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "j"
    write(path, [Entry(1, 2, ())])
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(bytes(100))
    assert list(read_journal(path)) == [Entry(1, 2, ())]
    mend_journal(path)
    assert path.stat().st_size == whole


def test_damage_in_the_middle_is_not_taken_for_a_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "j"
    write(path, [Entry(1, 2, ()), Entry(2, 3, ())])
    data = bytearray(path.read_bytes())
    data[17] ^= 1
    path.write_bytes(data)
    with pytest.raises(BrokenJournal, match="damaged at byte 8"):
        mend_journal(path)


def test_a_journal_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JournalUnwritable, match="cannot write the journal"):
        Journal(tmp_path / "none" / "j")
