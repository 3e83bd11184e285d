-- Each row is in as many windows as slides make a size.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT, least BIGINT, most BIGINT);
INSERT INTO o SELECT window_start, window_end, COUNT(*), MIN(n), MAX(n)
FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:04"}
{"n": 2, "ts": "2024-01-01 00:00:05"}
{"n": 3, "ts": "2024-01-01 00:00:14.999"}
--- rows o
2023-12-31 23:59:55.000, 2024-01-01 00:00:05.000, 1, 1, 1
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 2, 1, 2
--- end
--- rows o
2024-01-01 00:00:05.000, 2024-01-01 00:00:15.000, 2, 2, 3
2024-01-01 00:00:10.000, 2024-01-01 00:00:20.000, 1, 3, 3
