-- ROUND goes half away from zero, TRUNCATE toward zero, FLOOR down, CEIL up.
CREATE TABLE t (x DOUBLE, e DECIMAL(8, 3));
CREATE TABLE o (r DOUBLE, t_ DOUBLE, f DOUBLE, c DOUBLE, re DECIMAL(8, 1), fe DECIMAL(8, 0));
INSERT INTO o SELECT ROUND(x, 1), TRUNCATE(x, 1), FLOOR(x), CEIL(x), ROUND(e, 1), FLOOR(e) FROM t;
--- t
{"x": 2.25, "e": 2.25}
{"x": -2.25, "e": -2.25}
{"x": 0.05, "e": 0.05}
{}
--- rows o
2.3, 2.2, 2.0, 3.0, 2.3, 2
-2.3, -2.2, -3.0, -2.0, -2.3, -3
0.1, 0.0, 0.0, 1.0, 0.1, 0
NULL, NULL, NULL, NULL, NULL, NULL
