-- ROW(...) makes a row of values.
CREATE TABLE t (a INT, b STRING);
CREATE TABLE o (r ROW<x INT, y STRING>);
INSERT INTO o SELECT ROW(a + 1, b) FROM t;
--- t
{"a": 1, "b": "x"}
{"a": 2}
--- rows o
{'x': 2, 'y': 'x'}
{'x': 3, 'y': None}
