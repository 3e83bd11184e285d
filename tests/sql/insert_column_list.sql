-- A column list says where values go; the columns left out are NULL.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (x INT, y INT, z INT);
INSERT INTO o (z, x) SELECT a, b FROM t;
--- t
{"a": 1, "b": 2}
--- rows o
2, NULL, 1
