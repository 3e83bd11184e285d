"""Ad-hoc SQL over everything that a folder holds, with DuckDB.

Nothing is imported here: a run without a page uses what is beside DuckDB and does not load it.
"""
