-- Rows in arrays in maps.
CREATE TABLE t (m MAP<STRING, ARRAY<ROW<x INT, y STRING>>>);
CREATE TABLE o (x INT, y STRING, n INT);
INSERT INTO o SELECT m['k'][1].x, m['k'][2].y, CARDINALITY(m['k']) FROM t;
--- t
{"m": {"k": [{"x": 1, "y": "a"}, {"y": "b", "z": 0}], "other": []}}
{"m": {"k": []}}
{"m": {}}
{"m": null}
--- rows o
1, 'b', 2
NULL, NULL, 0
NULL, NULL, NULL
NULL, NULL, NULL
