"""Compile a kernel with Numba, typed, cached on disk and free of the interpreter's lock.

Numba looks only at a kernel's own file to see whether its cached code is stale, not at the files
of the kernels that it calls. So the cache lies in a folder named after the content of all source
files that have to do with kernels: when one changes, all are compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])
UNUSED_SECONDS_MAX = 30 * 86_400
"""A cache that nobody has asked for so long is dropped."""
MARKS = (b"compiled", b"inlined", b"numba")
"""A file with one of these words has to do with kernels."""
SOURCES = Path(__file__).parent.parent


def compiled(function: Function) -> Function:
    """Return `function` compiled on first use; later processes load it from the cache."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """Return `function` for use by other kernels, compiled into the body of each that calls it.

    Left to itself the compiler keeps most calls; each array that such a call takes is counted up
    and down atomically, which costs more than what a small function does.
    """
    return cast(Function, numba.njit(cache=True, nogil=True, forceinline=True)(function))


def cache_folder(sources: Path, caches: Path) -> Path:
    """Return the cache of these sources, made if need be, and drop those out of use."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(sources.rglob("*.py")):
        content = path.read_bytes()
        if any(mark in content for mark in MARKS):
            digest.update(content)
    folder = caches / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    used_s = folder.stat().st_mtime
    for other in caches.iterdir():
        if other.stat().st_mtime < used_s - UNUSED_SECONDS_MAX:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def warm_mark() -> Path:
    """Return the file whose presence says that all kernels are in the cache."""
    return Path(str(getattr(numba.config, "CACHE_DIR"))) / "warm"  # noqa: B009 -- untyped there


def _default_caches() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "penstock" / "kernels"


if not os.environ.get("NUMBA_CACHE_DIR"):
    setattr(numba.config, "CACHE_DIR", str(cache_folder(SOURCES, _default_caches())))  # noqa: B010 -- untyped there
