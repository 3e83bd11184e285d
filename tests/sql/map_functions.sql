-- Keys, values and entries of a map.
CREATE TABLE t (m MAP<STRING, INT>);
CREATE TABLE o (k ARRAY<STRING>, v ARRAY<INT>, f MAP<STRING, INT>);
INSERT INTO o SELECT MAP_KEYS(m), MAP_VALUES(m), MAP_FROM_ARRAYS(MAP_KEYS(m), MAP_VALUES(m)) FROM t;
--- t
{"m": {"a": 1}}
{"m": {}}
{}
--- rows o
['a'], [1], [('a', 1)]
[], [], []
NULL, NULL, NULL
