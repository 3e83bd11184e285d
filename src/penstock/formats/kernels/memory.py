"""Loads, stores and bit tricks that Numba has no spelling for, as LLVM instructions.

An address is an int64. Loads need no alignment. The caller answers for the address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]  # it has no types
from numba import types
from numba.extending import intrinsic

LINE = 64
"""Bytes that are looked at or copied together: a cache line, and a bit of a word for each."""
_BYTE = ir.IntType(8)
_HALF = ir.IntType(32)
_WORD = ir.IntType(64)
_WIDE = ir.IntType(128)
_ONE, _TWO = (types.int64,), (types.int64, types.int64)
"""Arguments of most instructions."""
_LINE = ir.VectorType(_BYTE, LINE)

Result = TypeVar("Result")


def _instruction(
    result: type[Result],
) -> Callable[[Callable[..., Any]], Callable[..., Result]]:
    """Declare what a kernel gets from an intrinsic that is defined by its LLVM code."""
    return lambda define: cast("Callable[..., Result]", intrinsic(define))


def _operation(arguments: tuple[Any, ...], result: Any, emit: Callable[..., Any]) -> Any:
    """Return the signature and the code generator of an intrinsic."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return emit(builder, *values)

    return result(*arguments), generate


def _at(builder: Any, address: Any, type_: ir.Type) -> Any:
    return builder.inttoptr(address, type_.as_pointer())


def _loaded(builder: Any, address: Any, type_: ir.Type) -> Any:
    value = builder.load(_at(builder, address, type_))
    value.align = 1
    return value


def _stored(builder: Any, address: Any, value: Any) -> Any:
    store = builder.store(value, _at(builder, address, value.type))
    store.align = 1
    return ir.Constant(_WORD, 0)


@_instruction(int)
def load_byte(typing: Any, address: Any) -> Any:
    """Return the byte at an address as int64, 0 to 255."""
    return _operation(_ONE, types.int64, lambda b, at: b.zext(_loaded(b, at, _BYTE), _WORD))


@_instruction(np.uint64)
def load_word(typing: Any, address: Any) -> Any:
    """Return the eight bytes at an address as uint64, the first the lowest."""
    return _operation(_ONE, types.uint64, lambda b, at: _loaded(b, at, _WORD))


@_instruction(int)
def load_int(typing: Any, address: Any) -> Any:
    """Return the int64 at an address."""
    return _operation(_ONE, types.int64, lambda b, at: _loaded(b, at, _WORD))


@_instruction(int)
def store_byte(typing: Any, address: Any, value: Any) -> Any:
    """Write the low byte of an int64."""
    return _operation(_TWO, types.int64, lambda b, at, v: _stored(b, at, b.trunc(v, _BYTE)))


@_instruction(int)
def store_int(typing: Any, address: Any, value: Any) -> Any:
    """Write an int64."""
    return _operation(_TWO, types.int64, _stored)


@_instruction(int)
def store_half(typing: Any, address: Any, value: Any) -> Any:
    """Write the low four bytes of an int64."""
    return _operation(_TWO, types.int64, lambda b, at, v: _stored(b, at, b.trunc(v, _HALF)))


@_instruction(int)
def copy_line(typing: Any, target: Any, source: Any) -> Any:
    """Copy `LINE` bytes; both ends must have them."""
    return _operation(
        _TWO,
        types.int64,
        lambda b, to, at: _stored(b, to, _loaded(b, at, _LINE)),
    )


@_instruction(int)
def prefetch(typing: Any, address: Any) -> Any:
    """Ask for the cache line of an address, which need not be a valid one; go on meanwhile."""

    def emit(builder: Any, at: Any) -> Any:
        pointer = _BYTE.as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, _HALF, _HALF, _HALF])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        reading, kept_longest, data = _HALF(0), _HALF(3), _HALF(1)
        builder.call(ask, [builder.inttoptr(at, pointer), reading, kept_longest, data])
        return ir.Constant(_WORD, 0)

    return _operation(_ONE, types.int64, emit)


@_instruction(int)
def keep_words(typing: Any, address: Any, bits: Any) -> Any:
    """Keep those of the eight words at an address whose bit is set; the others become 0."""
    words = ir.VectorType(_WORD, LINE // 8)

    def emit(builder: Any, at: Any, bits: Any) -> Any:
        keep = builder.bitcast(builder.trunc(bits, _BYTE), ir.VectorType(ir.IntType(1), LINE // 8))
        zeros = ir.Constant(words, [0] * (LINE // 8))
        return _stored(builder, at, builder.select(keep, _loaded(builder, at, words), zeros))

    return _operation(_TWO, types.int64, emit)


@_instruction(int)
def equal_bytes(typing: Any, address: Any, code: Any) -> Any:
    """Return a bit for each of the `LINE` bytes at an address: set where the byte is `code`."""

    def emit(builder: Any, at: Any, code: Any) -> Any:
        return _bits(builder, "==", _loaded(builder, at, _LINE), _repeated(builder, code))

    return _operation(_TWO, types.int64, emit)


@_instruction(int)
def high_bytes(typing: Any, address: Any) -> Any:
    """Return a bit for each of the `LINE` bytes at an address: set where it is beyond ASCII."""

    def emit(builder: Any, at: Any) -> Any:
        return _bits(builder, "<", _loaded(builder, at, _LINE), ir.Constant(_LINE, [0] * LINE))

    return _operation(_ONE, types.int64, emit)


@_instruction(int)
def unlike_bytes(typing: Any, left: Any, right: Any) -> Any:
    """Return a bit for each of the `LINE` bytes at two addresses: set where they differ."""

    def emit(builder: Any, left: Any, right: Any) -> Any:
        return _bits(builder, "!=", _loaded(builder, left, _LINE), _loaded(builder, right, _LINE))

    return _operation(_TWO, types.int64, emit)


def _repeated(builder: Any, code: Any) -> Any:
    """Return the low byte of a number in every place of a line."""
    nothing = ir.Constant(_LINE, ir.Undefined)
    first = builder.insert_element(nothing, builder.trunc(code, _BYTE), ir.IntType(32)(0))
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LINE), [0] * LINE)
    return builder.shuffle_vector(first, nothing, everywhere)


def _bits(builder: Any, relation: str, left: Any, right: Any) -> Any:
    return builder.bitcast(builder.icmp_signed(relation, left, right), _WORD)


@_instruction(int)
def trailing_zeros(typing: Any, bits: Any) -> Any:
    """Return the number of zero bits below the lowest set one, 64 for 0."""
    return _operation(_ONE, types.int64, lambda b, v: b.cttz(v, ir.IntType(1)(0)))


@_instruction(int)
def set_bits(typing: Any, bits: Any) -> Any:
    """Return the number of bits that are set."""
    return _operation(_ONE, types.int64, lambda b, v: b.ctpop(v))


@_instruction(np.uint64)
def leading_zeros(typing: Any, bits: Any) -> Any:
    """Return the number of zero bits above the highest set one; the value must not be 0."""
    return _operation((types.uint64,), types.uint64, lambda b, v: b.ctlz(v, ir.IntType(1)(1)))


@_instruction(np.uint64)
def high_product(typing: Any, left: Any, right: Any) -> Any:
    """Return the upper 64 bits of a 128-bit product."""

    def emit(builder: Any, left: Any, right: Any) -> Any:
        product = builder.mul(builder.zext(left, _WIDE), builder.zext(right, _WIDE))
        return builder.trunc(builder.lshr(product, ir.Constant(_WIDE, 64)), _WORD)

    return _operation((types.uint64, types.uint64), types.uint64, emit)


@_instruction(int)
def bits_of(typing: Any, number: Any) -> Any:
    """Return the bits of a double as int64."""
    return _operation((types.float64,), types.int64, lambda b, v: b.bitcast(v, _WORD))


@_instruction(float)
def double_of(typing: Any, bits: Any) -> Any:
    """Return the double that has these bits."""
    return _operation((types.uint64,), types.float64, lambda b, v: b.bitcast(v, ir.DoubleType()))
