-- SESSION without aggregation gives the rows of each session when it is over, with its bounds.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '20' SECOND);
CREATE TABLE o (k STRING, n BIGINT, ws TIMESTAMP(3), we TIMESTAMP(3));
INSERT INTO o SELECT k, n, window_start, window_end
FROM TABLE(SESSION(DATA => TABLE t PARTITION BY (k), TIMECOL => DESCRIPTOR(ts), GAP => INTERVAL '5' SECOND)) WHERE n <> 2;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:09"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:01"}
--- restart
--- t
{"k": null, "n": 3, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 4, "ts": "2024-01-01 00:00:05"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:33.999"}
--- rows o
NULL, 3, 2024-01-01 00:00:02.000, 2024-01-01 00:00:07.000
'a', 1, 2024-01-01 00:00:01.000, 2024-01-01 00:00:14.000
'a', 4, 2024-01-01 00:00:01.000, 2024-01-01 00:00:14.000
--- end
--- rows o
'a', 5, 2024-01-01 00:00:33.999, 2024-01-01 00:00:38.999
