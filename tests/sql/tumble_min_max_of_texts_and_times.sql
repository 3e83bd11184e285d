-- MIN and MAX take texts and times too.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (a STRING, b STRING, c TIMESTAMP(3), d TIMESTAMP(3));
INSERT INTO o SELECT MIN(k), MAX(k), MIN(ts), MAX(ts) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "b", "ts": "2024-01-01 00:00:05"}
{"k": "B", "ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:07"}
--- end
--- rows o
'B', 'b', 2024-01-01 00:00:01.000, 2024-01-01 00:00:07.000
