"""LATERAL TABLE(f(x)): a row per row that a table function of the folder makes of each row."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import BOOLEAN, Field, Schema
from penstock.sql.changelog import is_updating, reason_of
from penstock.sql.clauses import refuse_others
from penstock.sql.errors import NotSupported, UnknownFunction
from penstock.sql.expression import Expression, Literal
from penstock.sql.nodes import called
from penstock.sql.plan import Traits, Values
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.scope import Scope
from penstock.sql.table_list import TABLE_FUNCTIONS
from penstock.sql.unnest import opened


def plan_table_call(planner: Planner, left: Source, node: exp.Join, kind: JoinKind) -> Source:
    """Plan a join with the rows that a function makes of each row: it opens an ARRAY of them."""
    refuse_others(planner, node, ("this", "side", "kind", "on"))
    refuse_others(planner, node.this, ("this", "alias"))
    if kind not in {JoinKind.INNER, JoinKind.LEFT}:
        what = f"{kind.value.upper()} JOIN LATERAL"
        raise planner.unsupported(what, node.this, "LEFT JOIN LATERAL TABLE(f(x)) ON TRUE")
    call = _inside(node.this.this)
    value = _bound(planner, left, call)
    return opened(planner, left, value, node, kind)


def plan_alone(planner: Planner, node: exp.Lateral) -> Source:
    """Plan `FROM LATERAL …` with nothing before it: once, over constants."""
    nothing = Field("$nothing", BOOLEAN.with_nullable(False))
    row = (Literal(True, nothing.type),)
    values = Values((row,), Schema((nothing,)), Traits())
    joined = planner.lateral(Source(values, Scope()), exp.Join(this=node), JoinKind.INNER)
    columns = references(joined.relation)[1:]
    relation = project(joined.relation, columns, [column.name for column in columns])
    return Source(relation, joined.scope.shifted(-1))


def _inside(node: exp.Expr) -> exp.Expr:
    """Return the function that stands in TABLE( )."""
    inner: exp.Expr = node
    if called(node) == "TABLE" and len(node.expressions) == 1:
        inner = node.expressions[0]
    return inner


def _bound(planner: Planner, left: Source, call: exp.Expr) -> Expression:
    name, tables = called(call) or "", planner.language.functions.tables
    if name not in tables:
        hint = f"write FROM TABLE({name}(…))"
        if name in TABLE_FUNCTIONS:
            raise planner.unsupported(f"{name} behind LATERAL", call, hint)
        raise UnknownFunction(name or call.sql(), tables, planner.place(call))
    function = tables[name]
    if not function.deterministic and is_updating(left.relation):
        message = f"{name} may give other rows when a row is taken back: {reason_of(left.relation)}"
        hint = "make it deterministic, or call it before what updates the rows"
        raise NotSupported(message, where=planner.place(call), hint=hint)
    binder = planner.binder(left.scope, "LATERAL TABLE")
    return binder.applied(function, [binder.bind(each) for each in call.expressions], call)
