-- FIRST_VALUE and LAST_VALUE go by arrival, NULLs left out.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (a BIGINT, b BIGINT, k STRING);
INSERT INTO o SELECT FIRST_VALUE(n), LAST_VALUE(n), LAST_VALUE(k) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "x", "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:02"}
{"n": 3, "ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:04"}
--- end
--- rows o
2, 3, 'x'
