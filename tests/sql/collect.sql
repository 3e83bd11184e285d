-- COLLECT gathers values with how often they came.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (m MULTISET<BIGINT>);
INSERT INTO o SELECT COLLECT(n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:03"}
{"n": 1, "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
[(1, 2), (2, 1)]
