-- ROLLUP inside a window, with GROUPING to tell totals from NULLs.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, g BIGINT, c BIGINT);
INSERT INTO o SELECT k, GROUPING(k), COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, ROLLUP (k);
--- t
{"k": "a", "ts": "2024-01-01 00:00:03"}
{"ts": "2024-01-01 00:00:03"}
--- end
--- rows o
'a', 0, 1
NULL, 0, 1
NULL, 1, 2
