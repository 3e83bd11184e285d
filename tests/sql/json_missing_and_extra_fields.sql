-- A field that is not there is NULL, one that the table does not have is skipped.
CREATE TABLE t (a INT, b STRING);
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
{"a": 1}
{"b": "x", "c": {"deep": [1, 2]}, "a": 2}
{"A": 3}
{}
--- rows o
1, NULL
2, 'x'
NULL, NULL
NULL, NULL
