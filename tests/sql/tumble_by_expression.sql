-- Groups may be expressions, and the result may use them.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (first_ STRING, big BOOLEAN, c BIGINT);
INSERT INTO o SELECT LEFT(k, 1), n > 10, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, LEFT(k, 1), n > 10;
--- t
{"k": "ab", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "ac", "n": 2, "ts": "2024-01-01 00:00:01"}
{"k": "ad", "n": 20, "ts": "2024-01-01 00:00:01"}
{"k": "b", "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
'a', FALSE, 2
'a', TRUE, 1
'b', NULL, 1
