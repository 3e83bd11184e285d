"""The accumulators of Python aggregates as bytes, which is how they are kept between batches.

`create_accumulator` may be annotated with what it returns: a list, a dict, a set or a dataclass of
plain values. Then what was kept comes back as just that; without annotation, as plain values.
"""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec

from penstock.core.errors import UserError
from penstock.functions.python_types import BadPythonFunction

_UNCHANGING = (int, float, str, bytes, tuple, frozenset, type(None))


class AggregateFailed(UserError):
    """A method of a Python aggregate fails where no row can be blamed for it.

    >>> print(AggregateFailed("MEAN", "get_value", ZeroDivisionError("division by zero")))
    E765 MEAN: get_value raised ZeroDivisionError: division by zero
    hint: return None where there is no value, and give only what the declared type can hold
    """

    code = "E765"

    def __init__(self, name: str, method: str, error: Exception) -> None:
        super().__init__(
            f"{name}: {method} raised {type(error).__name__}: {error}",
            hint="return None where there is no value, and give only what the declared type"
            " can hold",
        )


class Accumulators:
    """Makes, keeps and brings back the accumulators of one aggregate.

    >>> class Largest:
    ...     def create_accumulator(self) -> dict[str, int]:
    ...         return {"seen": 0}
    >>> kept = Accumulators("LARGEST", Largest()).kept({"seen": 7})
    >>> Accumulators("LARGEST", Largest()).opened(kept)
    {'seen': 7}
    """

    def __init__(self, name: str, aggregate: Any) -> None:
        self._name, self._create = name, aggregate.create_accumulator
        hint = get_type_hints(self._create).get("return", Any)
        self._decoder = msgspec.msgpack.Decoder(hint)
        self._encoder = msgspec.msgpack.Encoder()
        self._check()

    def _check(self) -> None:
        """Refuse an accumulator that cannot change, or that does not come back as it was."""
        fresh = self._create()
        if isinstance(fresh, _UNCHANGING):
            message = f"its accumulator is changed in place, and {fresh!r} cannot be"
            raise BadPythonFunction(message, hint="return a list, a dict or a dataclass")
        try:
            again = self._decoder.decode(self._encoder.encode(fresh))
        except (TypeError, ValueError, OverflowError) as error:
            message = f"its accumulator cannot be kept: {error}"
            raise BadPythonFunction(message, hint=_PLAIN) from error
        if again != fresh:
            message = f"its accumulator {fresh!r} comes back as {again!r}"
            hint = "annotate create_accumulator with what it returns, such as list[int]"
            raise BadPythonFunction(message, hint=hint)

    def opened(self, kept: bytes | None) -> Any:
        """Return an accumulator as it was kept; a new one for None."""
        return self._create() if kept is None else self._decoder.decode(kept)

    def kept(self, accumulator: Any) -> bytes:
        """Return what an accumulator is kept as."""
        try:
            return self._encoder.encode(accumulator)
        except (TypeError, ValueError, OverflowError) as error:
            raise AggregateFailed(self._name, "keeping the accumulator", error) from error


_PLAIN = "make it of numbers, texts, lists and dicts; a dataclass of those has to be annotated"
