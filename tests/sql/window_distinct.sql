-- DISTINCT within windows: values of several slices meet in one window.
CREATE TABLE t (k STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, ends TIMESTAMP(3), ns BIGINT, big BIGINT, total INT, pairs BIGINT);
INSERT INTO o SELECT k, window_end, COUNT(DISTINCT n), COUNT(DISTINCT n) FILTER (WHERE n > 1), SUM(DISTINCT n), COUNT(DISTINCT k, n)
FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:02"}
{"k": "a", "ts": "2024-01-01 00:00:02"}
{"k": "b", "n": 3, "ts": "2024-01-01 00:00:04"}
--- restart
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:06"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:07"}
--- end
--- rows o
'a', 2024-01-01 00:00:05.000, 1, 0, 1, 1
'b', 2024-01-01 00:00:05.000, 1, 1, 3, 1
'a', 2024-01-01 00:00:10.000, 2, 1, 3, 2
'b', 2024-01-01 00:00:10.000, 1, 1, 3, 1
'a', 2024-01-01 00:00:15.000, 2, 1, 3, 2
