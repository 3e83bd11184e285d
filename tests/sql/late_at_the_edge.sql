-- A row whose window has fired is late, one that is merely behind the watermark is not.
CREATE TABLE t (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "ts": "2024-01-01 00:00:08"}
{"k": "behind", "ts": "2024-01-01 00:00:01"}
{"k": "b", "ts": "2024-01-01 00:00:10"}
{"k": "late", "ts": "2024-01-01 00:00:09"}
--- end
--- rows o
2024-01-01 00:00:00.000, 2
2024-01-01 00:00:10.000, 1
--- rejected
t: late: its last window has fired
