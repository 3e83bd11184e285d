-- The SUM of INTs is an INT and wraps around.
CREATE TABLE t (i INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (i INT);
INSERT INTO o SELECT SUM(i) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"i": 2147483647, "ts": "2024-01-01 00:00:01"}
{"i": 1, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
-2147483648
