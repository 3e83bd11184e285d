"""Flink gives what Penstock gives, or differences.toml says why not."""

from __future__ import annotations

import pytest

from penstock.flink import FlinkMissing, find_flink
from tests.parity.comparison import AGREES
from tests.parity.recorded import Verdicts, ask_flink, known_differences, read

DIFFERS = "differs"
AGAIN = "ask again with: make parity"


@pytest.fixture(scope="module")
def verdicts() -> tuple[Verdicts, Verdicts]:
    """Ask Flink about everything, once."""
    try:
        find_flink()
    except FlinkMissing as missing:
        pytest.skip(f"not compared with real Flink: {missing}")
    return ask_flink()


@pytest.mark.parity
def test_every_script_gives_what_flink_gives_or_the_difference_is_explained(
    verdicts: tuple[Verdicts, Verdicts],
) -> None:
    scripts, _ = verdicts
    assert unexplained(scripts, "scripts") == {}
    assert vanished(scripts, "scripts") == {}


@pytest.mark.parity
def test_every_example_of_a_function_holds_in_flink_or_the_difference_is_explained(
    verdicts: tuple[Verdicts, Verdicts],
) -> None:
    _, examples = verdicts
    assert unexplained(examples, "examples") == {}
    assert vanished(examples, "examples") == {}


@pytest.mark.parity
def test_the_record_is_what_flink_says(verdicts: tuple[Verdicts, Verdicts]) -> None:
    scripts, examples = verdicts
    record = read()
    recorded = {name: verdict for name, (_, verdict) in record["scripts"].items()}
    assert kinds(recorded) == kinds(scripts), AGAIN
    assert kinds(record["examples"]) == kinds(examples), AGAIN


def test_no_recorded_difference_lacks_its_explanation() -> None:
    record = read()
    recorded = {name: verdict for name, (_, verdict) in record["scripts"].items()}
    assert unexplained(recorded, "scripts") == {}
    assert unexplained(record["examples"], "examples") == {}


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
