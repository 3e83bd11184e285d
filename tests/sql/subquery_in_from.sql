-- A query may stand where a table does.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (s INT);
INSERT INTO o SELECT q.s FROM (SELECT a + b AS s, a FROM t WHERE b > 0) AS q WHERE q.a < 5;
--- t
{"a": 1, "b": 2}
{"a": 9, "b": 2}
{"a": 1, "b": -2}
--- rows o
3
