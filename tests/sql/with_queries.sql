-- WITH names queries for one statement; a later one may use those before it.
CREATE TABLE t (a INT);
CREATE TABLE o (b INT);
INSERT INTO o WITH x AS (SELECT a + 1 AS b FROM t), y AS (SELECT b * 2 AS b FROM x WHERE b > 1) SELECT b FROM y;
--- t
{"a": 1}
{"a": 0}
--- rows o
4
