-- A row is late when its own gap is over and it touches no open session; one that touches is taken.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT k, window_start, window_end, COUNT(*)
FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "ts": "2024-01-01 00:00:10"}
{"k": "a", "ts": "2024-01-01 00:00:14"}
{"k": "b", "ts": "2024-01-01 00:00:18"}
{"k": "a", "ts": "2024-01-01 00:00:06"}
{"k": "b", "ts": "2024-01-01 00:00:06"}
{"ts": null}
--- end
--- rows o
'a', 2024-01-01 00:00:06.000, 2024-01-01 00:00:19.000, 3
'b', 2024-01-01 00:00:18.000, 2024-01-01 00:00:23.000, 1
--- rejected
t: no timestamp
t: late: its last window has fired
