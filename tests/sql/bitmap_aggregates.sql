-- Sets gathered over the rows of a group; a group without a value has none.
CREATE TABLE t (k STRING, n INT, s ARRAY<INT>);
CREATE TABLE o (k STRING, b STRING, nb BIGINT, a STRING, na BIGINT, r STRING, nr BIGINT, x STRING, nx BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, CAST(BITMAP_BUILD_AGG(n) AS STRING), BITMAP_BUILD_CARDINALITY_AGG(n),
    CAST(BITMAP_AND_AGG(b) AS STRING), BITMAP_AND_CARDINALITY_AGG(b), CAST(BITMAP_OR_AGG(b) AS STRING), BITMAP_OR_CARDINALITY_AGG(b),
    CAST(BITMAP_XOR_AGG(b) AS STRING), BITMAP_XOR_CARDINALITY_AGG(b)
FROM (SELECT k, n, BITMAP_BUILD(s) AS b FROM t) GROUP BY k;
--- t
{"k": "a", "n": 3, "s": [1, 2, 3]}
{"k": "none"}
{"k": "empty", "n": -1, "s": []}
--- changes o
+I 'a', '{3}', 1, '{1,2,3}', 3, '{1,2,3}', 3, '{1,2,3}', 3
+I 'none', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
+I 'empty', '{4294967295}', 1, '{}', 0, '{}', 0, '{}', 0
--- restart
--- t
{"k": "a", "n": 1, "s": [2, 3, 4]}
{"k": "a", "n": 3}
{"k": "a", "n": 1, "s": [3, 5]}
{"k": "empty", "s": [7]}
--- changes o
-U 'a', '{3}', 1, '{1,2,3}', 3, '{1,2,3}', 3, '{1,2,3}', 3
+U 'a', '{1,3}', 2, '{3}', 1, '{1,2,3,4,5}', 5, '{1,3,4,5}', 4
-U 'empty', '{4294967295}', 1, '{}', 0, '{}', 0, '{}', 0
+U 'empty', '{4294967295}', 1, '{}', 0, '{7}', 1, '{7}', 1
