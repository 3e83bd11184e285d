-- Integers divide truncating and wrap around; division by zero refuses the row.
CREATE TABLE t (x INT, y INT);
CREATE TABLE o (q INT, r INT, wrapped INT, wide BIGINT);
INSERT INTO o SELECT x / y, MOD(x, y), x + 2147483647, CAST(x AS BIGINT) + 2147483647 FROM t;
--- t
{"x": 7, "y": 2}
{"x": -7, "y": 2}
{"x": 7, "y": -2}
{"x": 1, "y": 0}
{"x": null, "y": 0}
--- rows o
3, 1, -2147483642, 2147483654
-3, -1, 2147483640, 2147483640
-3, 1, -2147483642, 2147483654
NULL, NULL, NULL, NULL
--- rejected
t: division by zero
