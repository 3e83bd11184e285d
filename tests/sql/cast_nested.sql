-- Arrays, maps and rows are cast part by part, and to texts.
CREATE TABLE t (a ARRAY<INT>, m MAP<STRING, INT>, r ROW<x INT, y STRING>);
CREATE TABLE o (a ARRAY<STRING>, ta STRING, tm STRING, tr STRING);
INSERT INTO o SELECT CAST(a AS ARRAY<STRING>), CAST(a AS STRING), CAST(m AS STRING), CAST(r AS STRING) FROM t;
--- t
{"a": [1, null], "m": {"k": 1}, "r": {"x": 1, "y": "z"}}
{"a": [], "m": {}, "r": {}}
{}
--- rows o
['1', None], '[1, NULL]', '{k=1}', '(1, z)'
[], '[]', '{}', '(NULL, NULL)'
NULL, NULL, NULL, NULL
