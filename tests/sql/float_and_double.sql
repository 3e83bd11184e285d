-- A FLOAT keeps 24 bits; with a DOUBLE the left side decides which of both comes out.
CREATE TABLE t (f FLOAT, d DOUBLE);
CREATE TABLE o (f FLOAT, left_ DOUBLE, right_ DOUBLE, product DOUBLE, quotient DOUBLE);
INSERT INTO o SELECT f, f + d, d + f, f * d, f / d FROM t;
--- t
{"f": 0.5, "d": 0.5}
{"f": 0.1, "d": 0.1}
{"f": 16777217, "d": 1}
{"d": 1}
--- rows o
0.5, 1.0, 1.0, 0.25, 1.0
0.10000000149011612, 0.20000000298023224, 0.20000000149011612, 0.010000000707805157, 1.0
16777216.0, 16777216.0, 16777217.0, 16777216.0, 16777216.0
NULL, NULL, NULL, NULL, NULL
