-- A BITMAP is a set of integers: built, combined, counted, compared and taken apart.
CREATE TABLE t (a ARRAY<INT>, b ARRAY<SMALLINT>);
CREATE TABLE o (a STRING, n BIGINT, both_ STRING, any_ STRING, one_ STRING, only_a STRING, list ARRAY<INT>, same BOOLEAN);
INSERT INTO o SELECT BITMAP_TO_STRING(a), BITMAP_CARDINALITY(a), CAST(BITMAP_AND(a, b) AS STRING), CAST(BITMAP_OR(a, b) AS STRING), CAST(BITMAP_XOR(a, b) AS STRING), CAST(BITMAP_ANDNOT(a, b) AS STRING), BITMAP_TO_ARRAY(b), a = b
FROM (SELECT BITMAP_BUILD(a) AS a, BITMAP_BUILD(b) AS b FROM t);
--- t
{"a": [3, 1, 2, 1], "b": [2, -1, 3]}
{"a": [null, 7], "b": []}
{"a": [7, 7], "b": [7]}
{"a": [1, 2147483647, -2147483648]}
{}
--- rows o
'{1,2,3}', 3, '{2,3}', '{1,2,3,4294967295}', '{1,4294967295}', '{1}', [2, 3, -1], FALSE
'{7}', 1, '{}', '{7}', '{7}', '{7}', [], FALSE
'{7}', 1, '{7}', '{7}', '{}', '{}', [7], TRUE
'{1,2147483647,2147483648}', 3, NULL, NULL, NULL, NULL, NULL, NULL
NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
