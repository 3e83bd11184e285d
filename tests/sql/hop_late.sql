-- A row too late for the first of its windows still counts in the others.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:14"}
{"ts": "2024-01-01 00:00:09"}
{"ts": "2024-01-01 00:00:04"}
--- end
--- rows o
2024-01-01 00:00:05.000, 2
2024-01-01 00:00:10.000, 1
--- rejected
t: late: its last window has fired
