-- Two queries with different windows read one table.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
CREATE TABLE p (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
INSERT INTO p SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:03"}
{"ts": "2024-01-01 00:00:13"}
{"ts": "2024-01-01 00:01:13"}
--- rows o
2024-01-01 00:00:00.000, 1
2024-01-01 00:00:10.000, 1
--- rows p
2024-01-01 00:00:00.000, 2
--- end
--- rows o
2024-01-01 00:01:10.000, 1
--- rows p
2024-01-01 00:01:00.000, 1
