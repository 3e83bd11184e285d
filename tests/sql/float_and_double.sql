-- A FLOAT keeps 24 bits; with a DOUBLE it becomes one.
CREATE TABLE t (f FLOAT, d DOUBLE);
CREATE TABLE o (f FLOAT, sum_ DOUBLE, equal BOOLEAN);
INSERT INTO o SELECT f, f + d, f = d FROM t;
--- t
{"f": 0.5, "d": 0.5}
{"f": 0.1, "d": 0.1}
{"f": 16777217, "d": 1}
--- rows o
0.5, 1.0, TRUE
0.10000000149011612, 0.20000000149011612, FALSE
16777216.0, 16777217.0, FALSE
