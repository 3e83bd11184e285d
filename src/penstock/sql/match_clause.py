"""Binds the expressions of DEFINE and MEASURES: A.price, FIRST(A.price, 2), AVG(A.price)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.core.types import TIMESTAMP_LTZ_3
from penstock.sql.aggregate_calls import bind_aggregate, is_aggregate
from penstock.sql.binder import Binder, Intercept
from penstock.sql.errors import NotSupported
from penstock.sql.expression import Call, Expression, Literal
from penstock.sql.match_frame import MatchFrame
from penstock.sql.nodes import called
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_match import MatchAggregate, Navigation
from penstock.sql.planner import references
from penstock.sql.query_errors import BadArgument
from penstock.sql.scope import Scope

_OTHERS = {
    "PREV": "LAST(A.price, 1) is the last row but one of A",
    "NEXT": "define the next row as a variable of its own",
    "CLASSIFIER": "measure each variable by its name",
    "MATCH_NUMBER": "count the matches in a query over this one",
}
_ARGUMENTS_MAX = 2


def bind_condition(frame: MatchFrame, node: exp.Expr, variable: int) -> Expression:
    """Bind a condition of DEFINE; columns from 0 on are those of the current row."""
    return _Clause(frame, variable).binder("DEFINE").condition(node)


def bind_measure(frame: MatchFrame, node: exp.Expr) -> Expression:
    """Bind an expression of MEASURES."""
    return _Clause(frame, None).binder("MEASURES").bind(node)


@dataclass
class _Clause:
    """One expression of DEFINE, whose variable the current row is, or of MEASURES (None)."""

    frame: MatchFrame
    current: int | None

    def binder(self, clause: str) -> Binder:
        scope = Scope.of(self.frame.relation.schema)
        return self.frame.planner.binder(scope, clause).intercepted(self._intercept)

    def _intercept(self, binder: Binder, node: exp.Expr) -> Expression | None:
        name = called(node)
        if name in _OTHERS:
            message = f"{name} is not supported in MATCH_RECOGNIZE"
            raise NotSupported(message, where=binder.place(node), hint=_OTHERS[name])
        if name == "MATCH_ROWTIME" and self.current is None:
            return self._row_time()
        if name == "MATCH_PROCTIME":
            return Call("PROCTIME", (), TIMESTAMP_LTZ_3.with_nullable(False))
        if name in {"FIRST", "LAST"}:
            return self._navigated(binder, node, last=name == "LAST")
        if is_aggregate(node, binder.language.functions):
            return self._aggregated(binder, node)
        if isinstance(node, exp.Column) and not isinstance(node.this, exp.Star):
            return self._column(binder, node)
        return None

    def _row_time(self) -> Expression:
        time = references(self.frame.relation)[self.frame.time]
        each = Navigation(None, self.frame.value(time))
        return self.frame.found(each, time.type, "MATCH_ROWTIME()")

    def _column(self, binder: Binder, node: exp.Expr) -> Expression:
        variable, value = self._of_variable(binder, node)
        if self.current is not None and variable in {None, self.current}:
            return value
        each = Navigation(variable, self.frame.value(value))
        return self.frame.found(each, value.type.with_nullable(True), str(value))

    def _of_variable(self, binder: Binder, node: exp.Expr) -> tuple[int | None, Expression]:
        """Return the variable in front of a column, and the column."""
        schema, variables = self.frame.relation.schema, self.frame.variables
        first = next(iter(_names(node)))
        plain = replace(binder, intercept=None, scope=Scope.of(schema))
        if first not in variables:
            return None, plain.bind(node)
        return variables.index(first), replace(plain, scope=Scope.of(schema, first)).bind(node)

    def _navigated(self, binder: Binder, node: exp.Expr, *, last: bool) -> Expression:
        arguments = node.expressions
        name = "LAST" if last else "FIRST"
        if not arguments or len(arguments) > _ARGUMENTS_MAX:
            raise BadArgument(
                f"{name} takes a value and an offset",
                where=binder.place(node),
                hint=f"{name}(A.price, 1)",
            )
        variable, (value,) = self._row_values(binder, node, arguments[:1])
        offset = _offset(binder, arguments[1]) if len(arguments) == _ARGUMENTS_MAX else 0
        if last and offset == 0 and self.current is not None and variable in {None, self.current}:
            return value
        each = Navigation(variable, self.frame.value(value), last, offset)
        return self.frame.found(each, value.type.with_nullable(True), f"{name}({value})")

    def _aggregated(self, binder: Binder, node: exp.Expr) -> Expression:
        variables: list[int | None] = []
        rows = replace(binder, intercept=self._collecting(variables))
        call = bind_aggregate(rows, _plain_count(node, variables, self.frame.variables))
        if call.condition is not None:
            message = "FILTER is not supported in MATCH_RECOGNIZE"
            raise NotSupported(message, where=binder.place(node), hint="put it into DEFINE")
        if call.declared is not None:
            message = "Python aggregates are not supported in MATCH_RECOGNIZE"
            hint = "give the values as ARRAY_AGG or LISTAGG, and compute on in a view"
            raise NotSupported(message, where=call.where, hint=hint)
        variable = self._single(binder, node, variables)
        arguments = tuple(map(self.frame.value, call.arguments))
        aggregate = Aggregate(call.function, arguments, call.type, distinct=call.distinct)
        return self.frame.found(MatchAggregate(variable, aggregate), call.type, call.function)

    def _row_values(
        self, binder: Binder, node: exp.Expr, nodes: Sequence[exp.Expr]
    ) -> tuple[int | None, list[Expression]]:
        """Bind expressions over a single row, and return which variable's row that is."""
        variables: list[int | None] = []
        rows = replace(binder, intercept=self._collecting(variables))
        values = [rows.bind(each) for each in nodes]
        return self._single(binder, node, variables), values

    def _collecting(self, variables: list[int | None]) -> Intercept:
        def intercept(binder: Binder, node: exp.Expr) -> Expression | None:
            if not isinstance(node, exp.Column) or isinstance(node.this, exp.Star):
                return None
            variable, value = self._of_variable(binder, node)
            variables.append(variable)
            return value

        return intercept

    def _single(
        self, binder: Binder, node: exp.Expr, variables: Sequence[int | None]
    ) -> int | None:
        if len(set(variables)) > 1:
            message = "the columns of one call belong to one variable"
            hint = "such as SUM(A.price * A.amount)"
            raise BadArgument(message, where=binder.place(node), hint=hint)
        return variables[0] if variables else None


def _names(node: exp.Expr) -> list[str]:
    parts = [node.args.get(part) for part in ("catalog", "db", "table", "this")]
    return [part.name for part in parts if isinstance(part, exp.Expr)]


def _offset(binder: Binder, node: exp.Expr) -> int:
    bound = binder.bind(node)
    if not isinstance(bound, Literal) or not isinstance(bound.value, int) or bound.value < 0:
        message = "an offset is a whole number, 0 or above"
        raise BadArgument(message, where=binder.place(node), hint="LAST(A.price, 1)")
    return bound.value


def _plain_count(node: exp.Expr, found: list[int | None], variables: Sequence[str]) -> exp.Expr:
    """Return COUNT(*) for COUNT(A.*), having noted whose rows are counted."""
    arguments = node.expressions if called(node) == "COUNT" else []
    if len(arguments) == 1 and isinstance(arguments[0], exp.Column):
        column = arguments[0]
        owner = column.args.get("table")
        if isinstance(column.this, exp.Star) and owner is not None and owner.name in variables:
            found.append(variables.index(owner.name))
            return exp.Anonymous(this="COUNT", expressions=[exp.Star()])
    return node
