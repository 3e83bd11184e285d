"""Ad-hoc SQL over everything that a folder holds, with DuckDB."""
