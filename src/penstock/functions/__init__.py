"""SQL functions: signature, kernel and example in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from penstock.functions import (
    addresses,
    arithmetic,
    arrays,
    bitmaps,
    chance,
    clock,
    comparison,
    conditional,
    containers,
    elements,
    encodings,
    json_query,
    json_text,
    logic,
    maps,
    mathematics,
    objects,
    patterns,
    periods,
    text,
    text_format,
    text_kinds,
    text_pieces,
    text_split,
    time_difference,
    time_parts,
    time_text,
    variants,
)
from penstock.functions.aggregates import AGGREGATES
from penstock.functions.cast import cast
from penstock.functions.coercion import castable, common_type, implicitly_castable
from penstock.functions.errors import EvaluationError, InvalidArgument
from penstock.functions.function import (
    AggregateFunction,
    Call,
    ScalarFunction,
    Signature,
    Value,
)

SCALARS: Mapping[str, ScalarFunction] = MappingProxyType(
    {
        function.name: function
        for family in (
            comparison,
            logic,
            arithmetic,
            mathematics,
            conditional,
            text,
            text_kinds,
            text_format,
            text_pieces,
            text_split,
            patterns,
            encodings,
            addresses,
            json_query,
            json_text,
            containers,
            arrays,
            maps,
            bitmaps,
            elements,
            variants,
            objects,
            clock,
            periods,
            chance,
            time_parts,
            time_difference,
            time_text,
        )
        for function in family.FUNCTIONS
    }
)
"""Every scalar function and operator by the name that a `Call` has."""

__all__ = [
    "AGGREGATES",
    "SCALARS",
    "AggregateFunction",
    "Call",
    "EvaluationError",
    "InvalidArgument",
    "ScalarFunction",
    "Signature",
    "Value",
    "cast",
    "castable",
    "common_type",
    "implicitly_castable",
]
