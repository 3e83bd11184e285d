"""Compile a kernel with Numba, typed, cached on disk and free of the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Return `function` compiled on first use; later processes load it from the cache."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
