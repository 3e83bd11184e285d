-- Variances and standard deviations, of the sample and of all.
CREATE TABLE t (d DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a DOUBLE, b DOUBLE, c DOUBLE, e DOUBLE);
INSERT INTO o SELECT VAR_POP(d), VAR_SAMP(d), STDDEV_POP(d), STDDEV_SAMP(d) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"d": 1, "ts": "2024-01-01 00:00:01"}
{"d": 3, "ts": "2024-01-01 00:00:01"}
{"d": 5, "ts": "2024-01-01 00:00:01"}
{"d": 7, "ts": "2024-01-01 00:00:01"}
{"d": 2, "ts": "2024-01-01 00:00:11"}
{"ts": "2024-01-01 00:00:21"}
--- end
--- rows o
5.0, 6.666666666666667, 2.23606797749979, 2.581988897471611
0.0, NULL, 0.0, NULL
NULL, NULL, NULL, NULL
