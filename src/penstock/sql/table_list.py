"""All table functions by their names."""

from __future__ import annotations

from penstock.sql.forest_functions import FOREST_FUNCTIONS
from penstock.sql.hotspot_functions import HOTSPOT_FUNCTIONS
from penstock.sql.table_functions import WINDOW_FUNCTIONS, TableFunctionDeclaration

TABLE_FUNCTIONS: dict[str, TableFunctionDeclaration] = {
    function.name: function
    for function in (*WINDOW_FUNCTIONS, *FOREST_FUNCTIONS, *HOTSPOT_FUNCTIONS)
}
