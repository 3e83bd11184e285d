-- window_time is the window's last millisecond, and a time attribute for the next window.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW small AS SELECT window_time AS wt, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, window_time;
CREATE TABLE o (ws TIMESTAMP(3), windows BIGINT, total BIGINT);
INSERT INTO o SELECT window_start, COUNT(*), SUM(c) FROM TABLE(TUMBLE(TABLE small, DESCRIPTOR(wt), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:02"}
{"ts": "2024-01-01 00:00:07"}
{"ts": "2024-01-01 00:00:12"}
--- end
--- rows o
2024-01-01 00:00:00.000, 2, 3
2024-01-01 00:00:10.000, 1, 1
