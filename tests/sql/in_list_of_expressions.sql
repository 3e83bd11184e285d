-- The list of IN may hold expressions over the row.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t WHERE a IN (b, b + 1, -b);
--- t
{"a": 1, "b": 1}
{"a": 2, "b": 1}
{"a": -1, "b": 1}
{"a": 5, "b": 1}
--- rows o
1, 1
2, 1
-1, 1
