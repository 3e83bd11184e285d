-- Distinct users per window, and over windows that overlap.
CREATE TABLE t (u INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (n BIGINT, s STRING);
INSERT INTO o SELECT BITMAP_BUILD_CARDINALITY_AGG(u), CAST(BITMAP_BUILD_AGG(u) AS STRING) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"u": 1, "ts": "2024-01-01 00:00:01"}
{"u": 2, "ts": "2024-01-01 00:00:06"}
{"u": 1, "ts": "2024-01-01 00:00:07"}
{"ts": "2024-01-01 00:00:11"}
--- end
--- rows o
1, '{1}'
2, '{1,2}'
2, '{1,2}'
NULL, NULL
