-- Late is who comes when the last of its windows has fired; the filter does not matter for that.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))
WHERE k = 'a' GROUP BY window_start, window_end;
--- t
{"k": "a", "ts": "2024-01-01 00:00:01"}
{"k": "b", "ts": "2024-01-01 00:00:12"}
{"k": "a", "ts": "2024-01-01 00:00:09"}
{"k": "b", "ts": "2024-01-01 00:00:02"}
--- rows o
2024-01-01 00:00:00.000, 1
--- rejected
t: late: its last window has fired
