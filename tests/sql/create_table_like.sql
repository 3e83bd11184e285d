-- LIKE takes another table's columns over.
CREATE TABLE t (a INT, b STRING);
CREATE TABLE o LIKE t;
INSERT INTO o SELECT a + 1, b FROM t;
--- t
{"a": 1, "b": "x"}
--- rows o
2, 'x'
