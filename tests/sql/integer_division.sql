-- Integers divide without a rest, toward zero; % has the sign of its left side.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT, b INT, quotient INT, rest INT, also INT);
INSERT INTO o SELECT a, b, a / b, a % b, MOD(a, b) FROM t;
--- t
{"a": 7, "b": 2}
{"a": -7, "b": 2}
{"a": 7, "b": -2}
{"a": 7}
--- rows o
7, 2, 3, 1, 1
-7, 2, -3, -1, -1
7, -2, -3, 1, 1
7, NULL, NULL, NULL, NULL
