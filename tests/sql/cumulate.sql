-- Windows grow by a step until they have their size.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), total BIGINT);
INSERT INTO o SELECT window_start, window_end, SUM(n)
FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:04"}
{"n": 2, "ts": "2024-01-01 00:00:11"}
--- restart
--- t
{"n": 4, "ts": "2024-01-01 00:00:03"}
--- end
--- rows o
2024-01-01 00:00:00.000, 2024-01-01 00:00:05.000, 1
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 5
2024-01-01 00:00:00.000, 2024-01-01 00:00:15.000, 7
--- rejected
