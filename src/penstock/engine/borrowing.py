"""Arrays borrowed for the time of a kernel's run: handing them on to functions costs nothing.

Each array that a function takes is counted up and down atomically; an array made of a bare address
has nobody to count for. The kernel's own arguments keep the memory alive meanwhile.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]  # it has no types
from numba import carray, types  # type: ignore[attr-defined]  # it has it all the same
from numba.extending import intrinsic

from penstock.core.batch import Int64s
from penstock.core.compiled import inlined


def _pointer_code(typing: Any, address: Any) -> Any:
    """Return the pointer to int64 with an address."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], ir.IntType(64).as_pointer())

    pointer: Any = types.CPointer
    return pointer(types.int64)(types.int64), generate


_pointer: Any = intrinsic(_pointer_code)


@inlined
def borrowed(array: Int64s) -> Int64s:
    """Return the same whole array, uncounted."""
    borrowed: Int64s = carray(_pointer(array.ctypes.data), array.shape)
    return borrowed
