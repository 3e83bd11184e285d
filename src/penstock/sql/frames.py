"""ROWS or RANGE BETWEEN … PRECEDING AND CURRENT ROW: how far an OVER aggregate looks back."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlglot import exp

from penstock.core.types import INTEGERS, Kind
from penstock.sql.binder import Binder
from penstock.sql.expression import Literal
from penstock.sql.plan_rank import Frame
from penstock.sql.query_errors import OverRefused
from penstock.sql.scope import Scope

Bounds: TypeAlias = tuple[Frame, int | None]
"""How rows are counted, and how many of them (or microseconds) the frame goes back."""


def frame_of(binder: Binder, node: exp.WindowSpec | None, place: exp.Expr) -> Bounds:
    """Return what a frame says; without one it is RANGE from the partition's start."""
    if node is None:
        return Frame.RANGE, None
    kind, sides = str(node.args["kind"]).upper(), _sides(node)
    if kind not in set(Frame) or node.args.get("exclude"):
        raise _refused(binder, f"a frame of {kind}", place)
    if "FOLLOWING" in sides or _text(node.args.get("end")) not in {"", "CURRENT ROW"}:
        raise _refused(binder, "a frame that ends behind or before the current row", place)
    start = node.args["start"]
    if _text(start) == "UNBOUNDED":
        return Frame(kind), None
    if _text(start) == "CURRENT ROW":
        return Frame(kind), 0
    return Frame(kind), _distance(binder, Frame(kind), start, place)


def _sides(node: exp.WindowSpec) -> set[str]:
    return {_text(node.args.get(side)) for side in ("start_side", "end_side")}


def _text(part: Any) -> str:
    return part.upper() if isinstance(part, str) else ("?" if part is not None else "")


def _distance(binder: Binder, frame: Frame, node: exp.Expr, place: exp.Expr) -> int:
    bound = binder.language.rules[type(node)](_without_columns(binder), node)
    wanted = INTEGERS if frame is Frame.ROWS else (Kind.INTERVAL_DAY,)
    if not isinstance(bound, Literal) or bound.type.kind not in wanted or bound.value < 0:
        example = "3" if frame is Frame.ROWS else "INTERVAL '1' MINUTE"
        message = f"{frame} goes back a constant"
        hint = f"{frame} BETWEEN {example} PRECEDING AND CURRENT ROW"
        raise OverRefused(message, where=binder.place(node) or binder.place(place), hint=hint)
    return int(bound.value)


def _without_columns(binder: Binder) -> Binder:
    return Binder(binder.language, Scope(), clause="a frame")


def _refused(binder: Binder, what: str, place: exp.Expr) -> OverRefused:
    hint = "ROWS BETWEEN 3 PRECEDING AND CURRENT ROW"
    return OverRefused(f"{what} is not supported", where=binder.place(place), hint=hint)
