-- The row time of an older window goes into a longer one, and a session of windows is a window too.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW short AS SELECT k, TUMBLE_ROWTIME(ts, INTERVAL '5' SECOND) AS rt, SUM(n) AS total
FROM t GROUP BY TUMBLE(ts, INTERVAL '5' SECOND), k;
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT, most BIGINT);
CREATE TABLE busy (ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT TUMBLE_START(rt, INTERVAL '10' SECOND), COUNT(*), MAX(total) FROM short GROUP BY TUMBLE(rt, INTERVAL '10' SECOND);
INSERT INTO busy SELECT window_start, window_end, COUNT(*) FROM TABLE(SESSION(TABLE short, DESCRIPTOR(rt), INTERVAL '6' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 5, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:09"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:30"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:40"}
--- end
--- rows o
2024-01-01 00:00:00.000, 3, 5
2024-01-01 00:00:30.000, 1, 3
2024-01-01 00:00:40.000, 1, 3
--- rows busy
2024-01-01 00:00:04.999, 2024-01-01 00:00:15.999, 3
2024-01-01 00:00:34.999, 2024-01-01 00:00:40.999, 1
2024-01-01 00:00:44.999, 2024-01-01 00:00:50.999, 1
