-- Arrays count from 1; what lies outside is NULL.
CREATE TABLE t (a ARRAY<INT>);
CREATE TABLE o (first_ INT, last_ INT, size INT, has_two BOOLEAN);
INSERT INTO o SELECT a[1], a[3], CARDINALITY(a), ARRAY_CONTAINS(a, 2) FROM t;
--- t
{"a": [1, 2, 3]}
{"a": [5]}
{"a": []}
{}
--- rows o
1, 3, 3, TRUE
5, NULL, 1, FALSE
NULL, NULL, 0, FALSE
NULL, NULL, NULL, NULL
