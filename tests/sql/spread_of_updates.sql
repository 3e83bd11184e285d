-- The spread of rows that are updated themselves.
CREATE TABLE t (k STRING, i INT, d DOUBLE);
CREATE TABLE o (vp INT, vs INT, dp DOUBLE, ds DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT VAR_POP(i), VAR_SAMP(i), VAR_POP(d), VAR_SAMP(d) FROM (SELECT k, LAST_VALUE(i) AS i, LAST_VALUE(d) AS d FROM t GROUP BY k);
--- t
{"k": "a", "i": 2, "d": 0.1}
{"k": "b", "i": 5, "d": 0.7}
{"k": "c", "i": 11, "d": 1.3}
--- t
{"k": "a", "i": 7, "d": 2.1}
--- t
{"k": "b", "i": 20, "d": -1.3}
--- t
{"k": "c", "i": -3, "d": 2.7}
--- changes o
+I 14, 21, 0.24000000000000002, 0.36000000000000004
-U 14, 21, 0.24000000000000002, 0.36000000000000004
+U 6, 9, 0.32888888888888895, 0.4933333333333334
-U 6, 9, 0.32888888888888895, 0.4933333333333334
+U 29, 44, 2.106666666666667, 3.16
-U 29, 44, 2.106666666666667, 3.16
+U 88, 133, 3.102222222222222, 4.653333333333333
