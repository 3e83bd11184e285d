-- SUM wraps, AVG of integers truncates, NaN and infinities add up as in Java.
CREATE TABLE t (k INT, n BIGINT, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k INT, total BIGINT, mean BIGINT, x DOUBLE, least DOUBLE, most DOUBLE);
INSERT INTO o SELECT k, SUM(n), AVG(n), SUM(x), MIN(x), MAX(x)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
--- t
{"k": 1, "n": 9223372036854775807, "x": 1, "ts": "2024-01-01 00:00:01"}
{"k": 1, "n": 1, "x": "NaN", "ts": "2024-01-01 00:00:01"}
{"k": 2, "n": -7, "x": "Infinity", "ts": "2024-01-01 00:00:01"}
{"k": 2, "n": 0, "x": "-Infinity", "ts": "2024-01-01 00:00:01"}
{"k": 3, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
1, -9223372036854775808, -4611686018427387904, nan, 1.0, 1.0
2, -7, -3, nan, -inf, inf
3, NULL, NULL, NULL, NULL, NULL
