-- The spread of integers is cut to their type, a DECIMAL's has at least six digits, and values far from zero keep theirs.
CREATE TABLE t (k STRING, i INT, l BIGINT, s SMALLINT, d DOUBLE, m DECIMAL(10, 2), f FLOAT);
CREATE TABLE o (k STRING, vp INT, vs INT, sp INT, ss INT, lp BIGINT, sm SMALLINT, dp DOUBLE, ds DOUBLE, mp STRING, ms STRING, mr STRING, fp FLOAT, fs FLOAT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, VAR_POP(i), VAR_SAMP(i), STDDEV_POP(i), STDDEV_SAMP(i), VAR_POP(l), VAR_SAMP(s), VAR_POP(d), VAR_SAMP(d), CAST(VAR_POP(m) AS STRING), CAST(VAR_SAMP(m) AS STRING), CAST(STDDEV_POP(m) AS STRING), VAR_POP(f), VAR_SAMP(f) FROM t GROUP BY k;
--- t
{"k": "a", "i": 2, "l": 2, "s": 2, "d": 0.1, "m": 2, "f": 0.1}
{"k": "a", "i": 5, "l": 5, "s": 5, "d": 0.7, "m": 5.5, "f": 0.7}
{"k": "a", "i": 11, "l": 11, "s": 11, "d": 1.3, "m": 11.25, "f": 1.3}
{"k": "a", "i": -4, "l": -4, "s": -4, "d": -3.3, "m": -4.5, "f": -3.3}
{"k": "b", "i": 100000, "l": 3000000000, "s": 300, "d": 1e9, "m": 1, "f": 1e9}
{"k": "b", "i": 300000, "l": 9000000000, "s": 900, "d": 1000000001, "m": 2, "f": 1000000001}
{"k": "b", "i": 700000, "l": -9000000000, "s": -900, "d": 1000000002.5, "m": 4, "f": 1000000002.5}
--- changes o
+I 'a', 29, 39, 5, 6, 29, 39, 3.18, 4.24, '32.574219', '43.432292', '5.707383', 3.179999828338623, 4.239999771118164
+I 'b', 2147483647, 2147483647, 249443, 305505, 9223372036854775807, -11968, 1.0555555820465088, 1.5833333730697632, '1.555556', '2.333333', '1.247219', 0.0, 0.0
