-- Grouping sets within windows, each with the window's bounds.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a STRING, total BIGINT, lacks BIGINT, starts TIMESTAMP(3));
INSERT INTO o SELECT a, SUM(n), GROUPING(a), window_start FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY GROUPING SETS ((window_start, window_end, a), (window_start, window_end));
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:02"}
--- end
--- rows o
'x', 1, 0, 2024-01-01 00:00:00.000
'y', 2, 0, 2024-01-01 00:00:00.000
NULL, 3, 1, 2024-01-01 00:00:00.000
