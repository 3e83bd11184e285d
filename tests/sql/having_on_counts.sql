-- HAVING may use aggregates that are not selected, and keys.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING);
INSERT INTO o SELECT k FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end HAVING COUNT(*) > 1 AND k <> 'c';
--- t
{"k": "a", "ts": "2024-01-01 00:00:03"}
{"k": "a", "ts": "2024-01-01 00:00:03"}
{"k": "b", "ts": "2024-01-01 00:00:03"}
{"k": "c", "ts": "2024-01-01 00:00:03"}
{"k": "c", "ts": "2024-01-01 00:00:03"}
--- end
--- rows o
'a'
