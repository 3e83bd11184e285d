-- A window fires when the watermark has come to its end less 1 ms, and not before.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, rows_ BIGINT, total BIGINT, mean BIGINT);
INSERT INTO o SELECT window_start, window_end, k, COUNT(*), SUM(n), AVG(n)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": -7, "ts": "2024-01-01 00:00:09.999"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:11.998"}
--- rows o
--- t
{"k": "b", "n": 0, "ts": "2024-01-01 00:00:05"}
{"k": "a", "n": null, "ts": "2024-01-01 00:00:11.999"}
--- rows o
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 'a', 1, 1, 1
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 'b', 2, -7, -3
--- end
--- rows o
2024-01-01 00:00:10.000, 2024-01-01 00:00:20.000, 'a', 2, 2, 2
