-- The results of a window have no watermark of their own.
CREATE TABLE t (id INT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (n BIGINT, rowtime TIMESTAMP_LTZ(3), w TIMESTAMP_LTZ(3)) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT n, wt, CURRENT_WATERMARK(wt) FROM (
    SELECT window_time AS wt, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time);
--- t
{"id": 1, "ts": "2024-01-01 00:00:01Z"}
{"id": 2, "ts": "2024-01-01 00:00:04Z"}
{"id": 3, "ts": "2024-01-01 00:00:11Z"}
--- restart
--- end
--- rows o
2, 2024-01-01 00:00:09.999, NULL
1, 2024-01-01 00:00:19.999, NULL
