-- Over rows that are updated a value goes when its last row goes.
CREATE TABLE t (u STRING, n INT);
CREATE TABLE o (b STRING, r BIGINT, a STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT CAST(BITMAP_BUILD_AGG(n) AS STRING), BITMAP_OR_CARDINALITY_AGG(BITMAP_BUILD(ARRAY[n, 9])), CAST(BITMAP_AND_AGG(BITMAP_BUILD(ARRAY[n, 9])) AS STRING) FROM (SELECT u, LAST_VALUE(n) AS n FROM t GROUP BY u);
--- t
{"u": "a", "n": 1}
{"u": "b", "n": 1}
--- changes o
+I '{1}', 2, '{1,9}'
--- t
{"u": "a", "n": 2}
--- changes o
-U '{1}', 2, '{1,9}'
+U '{1,2}', 3, '{9}'
--- t
{"u": "b", "n": 2}
--- changes o
-U '{1,2}', 3, '{9}'
+U '{2}', 2, '{2,9}'
