"""The way to plan each kind of query and of FROM, in two lists."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from penstock.sql.from_clause import plan_derived, plan_table
from penstock.sql.language import Language
from penstock.sql.lateral import plan_lateral_query
from penstock.sql.match import plan_match
from penstock.sql.match_syntax import MatchNode
from penstock.sql.plan import Relation
from penstock.sql.planner import PlanLateral, Planner, PlanQuery, PlanSource
from penstock.sql.select import plan_select
from penstock.sql.set_operations import plan_except, plan_intersect, plan_union
from penstock.sql.table_call import plan_alone, plan_table_call
from penstock.sql.unnest import plan_lateral_unnest
from penstock.sql.values import plan_values
from penstock.sql.with_queries import plan_parentheses

QUERIES: dict[type[exp.Expr], PlanQuery] = {
    exp.Select: plan_select,
    exp.Union: plan_union,
    exp.Intersect: plan_intersect,
    exp.Except: plan_except,
    exp.Values: plan_values,
    exp.Subquery: plan_parentheses,
}

SOURCES: dict[type[exp.Expr], PlanSource] = {
    exp.Table: plan_table,
    exp.Subquery: plan_derived,
    exp.Values: plan_derived,
    MatchNode: plan_match,
    exp.Lateral: plan_alone,
}

LATERALS: dict[type[exp.Expr], PlanLateral] = {
    exp.Unnest: plan_lateral_unnest,
    exp.Anonymous: plan_table_call,
    exp.Subquery: plan_lateral_query,
}


def planner_of(language: Language, relations: Mapping[str, Relation]) -> Planner:
    """Return a planner over tables and views."""
    return Planner(language, relations, QUERIES, SOURCES, LATERALS)
