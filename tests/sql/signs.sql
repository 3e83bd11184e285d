-- ABS and SIGN keep the type of their argument.
CREATE TABLE t (i INT, d DOUBLE, e DECIMAL(5, 2));
CREATE TABLE o (i INT, d DOUBLE, e DECIMAL(5, 2), si INT, sd DOUBLE);
INSERT INTO o SELECT ABS(i), ABS(d), ABS(e), SIGN(i), SIGN(d) FROM t;
--- t
{"i": -3, "d": -1.5, "e": -2.25}
{"i": 0, "d": 0, "e": 0}
{}
--- rows o
3, 1.5, 2.25, -1, -1.0
0, 0.0, 0.00, 0, 0.0
NULL, NULL, NULL, NULL, NULL
