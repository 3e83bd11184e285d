-- Steps of CUMULATE behind a condition on their ends, with grouping sets.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a STRING, starts TIMESTAMP(3), ends TIMESTAMP(3), c BIGINT);
CREATE VIEW w AS SELECT * FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND));
INSERT INTO o SELECT a, window_start, window_end, SUM(n) FROM w WHERE window_end <> TIMESTAMP '2024-01-01 00:00:05'
GROUP BY GROUPING SETS ((window_start, window_end, a), (window_start, window_end));
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:06"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:16"}
--- rows o
'x', 2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 1
'y', 2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 2
NULL, 2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 3
'x', 2024-01-01 00:00:00.000, 2024-01-01 00:00:15.000, 1
'y', 2024-01-01 00:00:00.000, 2024-01-01 00:00:15.000, 2
NULL, 2024-01-01 00:00:00.000, 2024-01-01 00:00:15.000, 3
