-- GREATEST and LEAST are NULL when any argument is.
CREATE TABLE t (a INT, b INT, c INT);
CREATE TABLE o (most INT, least INT);
INSERT INTO o SELECT GREATEST(a, b, c), LEAST(a, b, c) FROM t;
--- t
{"a": 1, "b": 3, "c": 2}
{"a": -1, "b": -1, "c": -1}
{"a": 1, "b": 2}
--- rows o
3, 1
-1, -1
NULL, NULL
