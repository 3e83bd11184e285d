"""Flink gives what Penstock gives, or differences.toml says why not."""

from __future__ import annotations

import pytest

from penstock.flink import FlinkMissing, find_flink
from tests.parity.comparison import AGREES
from tests.parity.recorded import Verdicts, ask_flink, known_differences, recorded

DIFFERS = "differs"
AGAIN = "ask again with: make parity"


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdicts]:
    """Ask Flink about everything, once."""
    try:
        find_flink()
    except FlinkMissing as missing:
        pytest.skip(f"not compared with real Flink: {missing}")
    return ask_flink()


@pytest.mark.parity
@pytest.mark.parametrize("part", ["scripts", "examples", "nexmark"])
def test_each_gives_what_flink_gives_or_the_difference_is_explained(
    part: str, verdicts: dict[str, Verdicts]
) -> None:
    assert unexplained(verdicts[part], part) == {}
    assert vanished(verdicts[part], part) == {}


@pytest.mark.parity
def test_the_record_is_what_flink_says(verdicts: dict[str, Verdicts]) -> None:
    for part, found in recorded().items():
        assert kinds(found) == kinds(verdicts[part]), AGAIN


def test_no_recorded_difference_lacks_its_explanation() -> None:
    for part, found in recorded().items():
        assert unexplained(found, part) == {}


def unexplained(verdicts: Verdicts, part: str) -> Verdicts:
    """Return the differences that nothing explains."""
    known = known_differences()[part]
    return {name: said for name, said in verdicts.items() if differs(said) and name not in known}


def vanished(verdicts: Verdicts, part: str) -> Verdicts:
    """Return the explanations of what does not differ."""
    return {
        name: why
        for name, why in known_differences()[part].items()
        if not differs(verdicts.get(name, AGREES))
    }


def differs(verdict: str) -> bool:
    """Say whether a verdict is a difference."""
    return verdict.startswith(DIFFERS)


def kinds(verdicts: Verdicts) -> Verdicts:
    """Return verdicts without the details of differences, which may name a place or a time."""
    return {name: DIFFERS if differs(said) else said for name, said in verdicts.items()}
