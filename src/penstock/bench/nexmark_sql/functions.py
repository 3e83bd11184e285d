"""The function that q14 calls: how often a character stands in a text."""

import pyarrow as pa
import pyarrow.compute as pc

from penstock.functions.python import scalar_function


@scalar_function(takes=("STRING", "STRING"), gives="BIGINT", vectorized=True)
def count_char(text: pa.StringArray, character: pa.StringArray) -> pa.Int64Array:
    """Count the first letter of `character` in each text; a NULL text has none."""
    first = pc.utf8_slice_codeunits(character, 0, 1)
    counts = pa.nulls(len(text), pa.int64())
    for letter in first.unique():
        found = pc.count_substring(text, letter.as_py()).cast(pa.int64()).fill_null(0)
        counts = pc.if_else(pc.equal(first, letter), found, counts)
    return counts
