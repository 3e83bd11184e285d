-- A window's results may go into longer windows by their window_time.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW short AS SELECT k, window_time AS wt, SUM(n) AS total
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, window_time, k;
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT, most BIGINT);
INSERT INTO o SELECT window_start, COUNT(*), MAX(total) FROM TABLE(TUMBLE(TABLE short, DESCRIPTOR(wt), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 5, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:09"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:11.998"}
--- rows o
--- t
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:11.999"}
--- rows o
2024-01-01 00:00:00.000, 3, 5
