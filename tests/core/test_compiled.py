"""The cache of kernels belongs to one state of the sources."""

from __future__ import annotations

import os
from pathlib import Path

from penstock.core.compiled import UNUSED_SECONDS_MAX, cache_folder


def test_a_change_of_a_kernels_file_gives_another_cache(tmp_path: Path) -> None:
    sources, caches = tmp_path / "src", tmp_path / "caches"
    sources.mkdir()
    (sources / "a.py").write_text("import numba; one")
    first = cache_folder(sources, caches)
    assert cache_folder(sources, caches) == first
    (sources / "b.py").write_text("plain")
    assert cache_folder(sources, caches) == first
    (sources / "a.py").write_text("import numba; two")
    assert cache_folder(sources, caches) != first


def test_caches_out_of_use_are_dropped(tmp_path: Path) -> None:
    sources, caches = tmp_path / "src", tmp_path / "caches"
    sources.mkdir()
    (sources / "a.py").write_text("import numba; one")
    old = cache_folder(sources, caches)
    age_s = old.stat().st_mtime - UNUSED_SECONDS_MAX - 60
    os.utime(old, (age_s, age_s))
    (sources / "a.py").write_text("import numba; two")
    assert cache_folder(sources, caches).exists()
    assert not old.exists()
