-- Variance and deviation; of integers they are truncated, of one value a sample has none.
CREATE TABLE t (k STRING, d DOUBLE, n INT);
CREATE TABLE o (k STRING, vp DOUBLE, vs DOUBLE, sp DOUBLE, ss DOUBLE, np INT, ns INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, VAR_POP(d), VAR_SAMP(d), STDDEV_POP(d), STDDEV(d), VAR_POP(n), VARIANCE(n) FROM t GROUP BY k;
--- t
{"k": "a", "d": 2, "n": 2}
{"k": "a", "d": 4, "n": 5}
{"k": "a", "n": null}
{"k": "b", "d": 4, "n": 5}
{"k": "c"}
--- changes o
+I 'a', 1.0, 2.0, 1.0, 1.4142135623730951, 2, 4
+I 'b', 0.0, NULL, 0.0, NULL, 0, NULL
+I 'c', NULL, NULL, NULL, NULL, NULL, NULL
