-- An offset moves where windows begin, backwards too.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '-3' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:06.999"}
{"ts": "2024-01-01 00:00:07"}
--- end
--- rows o
2023-12-31 23:59:57.000, 2
2024-01-01 00:00:07.000, 1
