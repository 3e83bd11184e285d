"""No damaged record gets past the decoder, wherever the damage stands."""

from __future__ import annotations

from tests.formats.fuzz import run


def test_twenty_thousand_damaged_records_are_read_alike_by_all_readers() -> None:
    run(records=20_000, seed=20_261_123)
