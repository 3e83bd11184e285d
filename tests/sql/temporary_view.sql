-- A temporary view hides nothing and works like any other.
CREATE TABLE t (a INT);
CREATE TEMPORARY VIEW v AS SELECT a + 1 AS b FROM t;
CREATE TABLE o (b INT);
INSERT INTO o SELECT b FROM v;
--- t
{"a": 1}
--- rows o
2
