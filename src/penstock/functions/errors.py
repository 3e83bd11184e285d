"""What goes wrong while expressions are computed, with the rows that it went wrong in."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.errors import UserError

_ROWS_SHOWN = 4


class EvaluationError(UserError):
    """Some rows have no value, as a division by zero; the others may be computed once more.

    `rows` holds the positions of the failing rows in the batch, ascending.

    >>> print(EvaluationError("division by zero", np.array([2, 5])))
    E751 division by zero (rows 2, 5)
    hint: guard the expression with CASE or NULLIF, or use TRY_CAST instead of CAST
    """

    code: ClassVar[str] = "E751"

    def __init__(self, reason: str, rows: Int64s) -> None:
        shown = ", ".join(str(row) for row in rows[:_ROWS_SHOWN])
        shown += " …" * (len(rows) > _ROWS_SHOWN)
        super().__init__(
            f"{reason} ({'row' if len(rows) == 1 else 'rows'} {shown})",
            hint="guard the expression with CASE or NULLIF, or use TRY_CAST instead of CAST",
        )
        self.reason = reason
        self.rows = rows

    def everywhere(self, rows: int) -> EvaluationError:
        """Return the error of a constant: all of `rows` rows fail."""
        return EvaluationError(self.reason, np.arange(rows, dtype=np.int64))

    def among(self, rows: Int64s) -> EvaluationError:
        """Return the error for those of its rows that are among some, perhaps none."""
        return EvaluationError(self.reason, self.rows[np.isin(self.rows, rows)])

    def within(self, selected: Int64s) -> EvaluationError:
        """Return the error as the batch sees it whose rows `selected` were computed."""
        return EvaluationError(self.reason, selected[self.rows])


class InvalidArgument(UserError):
    """A function was given a constant that it cannot work with, such as a broken pattern.

    >>> print(InvalidArgument("REGEXP", "'(' is not a regular expression"))
    E752 REGEXP: '(' is not a regular expression
    """

    code: ClassVar[str] = "E752"

    def __init__(self, function: str, reason: str) -> None:
        super().__init__(f"{function}: {reason}")
