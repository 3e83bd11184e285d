-- A map gives NULL for a key that it does not have.
CREATE TABLE t (m MAP<STRING, INT>);
CREATE TABLE o (a INT, b INT, size INT);
INSERT INTO o SELECT m['a'], m['b'], CARDINALITY(m) FROM t;
--- t
{"m": {"a": 1, "b": 2}}
{"m": {"a": null}}
{"m": {}}
{}
--- rows o
1, 2, 2
NULL, NULL, 1
NULL, NULL, 0
NULL, NULL, NULL
