"""Compile a small function into the body of each kernel that calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def inlined(function: Function) -> Function:
    """Return `function` for use by other kernels; a call costs as much as its body.

    Left to itself the compiler keeps most calls, and passes each result through memory.
    """
    return cast(Function, numba.njit(cache=True, nogil=True, forceinline=True)(function))


def pasted(function: Function) -> Function:
    """Return `function` for use in one place of another kernel, which compiles it as its own text.

    What is inlined is compiled by itself too, with all that it calls; to paste large functions
    that are called once takes half of the time.
    """
    return cast(Function, numba.njit(cache=True, nogil=True, inline="always")(function))
