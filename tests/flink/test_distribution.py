"""Flink is found where it is, and what lacks is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.flink import VERSION, FlinkMissing, find_flink


def test_without_a_jdk_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(FlinkMissing, match="Flink needs a JDK") as caught:
        find_flink(fetch=False)
    assert "openjdk" in str(caught.value)


def test_a_jdk_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in_jdk(tmp_path, version=11)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(FlinkMissing, match=r"javac is javac 11\.0\.2"):
        find_flink(fetch=False)


def test_what_is_not_in_the_cache_is_not_fetched_unasked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in_jdk(tmp_path, version=21)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(FlinkMissing, match="no Flink"):
        find_flink(fetch=False)
    (tmp_path / "penstock" / f"flink-{VERSION}" / "lib").mkdir(parents=True)
    assert find_flink(fetch=False).java == tmp_path / "bin" / "java"


def stand_in_jdk(home: Path, version: int) -> None:
    """Write a java and a javac that only tell their version."""
    (home / "bin").mkdir()
    for name in ("java", "javac"):
        program = home / "bin" / name
        program.write_text(f"#!/bin/sh\necho 'javac {version}.0.2'\n")
        program.chmod(0o755)
