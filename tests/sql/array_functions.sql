-- Arrays are sorted, cleared of repeats, joined, cut and turned.
CREATE TABLE t (a ARRAY<INT>);
CREATE TABLE o (d ARRAY<INT>, s ARRAY<INT>, r ARRAY<INT>, j STRING, m INT, c ARRAY<INT>);
INSERT INTO o SELECT ARRAY_DISTINCT(a), ARRAY_SORT(a), ARRAY_REVERSE(a), ARRAY_JOIN(CAST(a AS ARRAY<STRING>), '-', '?'), ARRAY_MAX(a), ARRAY_APPEND(a, 9) FROM t;
--- t
{"a": [3, 1, 3]}
{"a": [2, null, 1]}
{"a": []}
{}
--- rows o
[3, 1], [1, 3, 3], [3, 1, 3], '3-1-3', 3, [3, 1, 3, 9]
[2, None, 1], [None, 1, 2], [1, None, 2], '2-?-1', 2, [2, None, 1, 9]
[], [], [], '', NULL, [9]
NULL, NULL, NULL, NULL, NULL, NULL
