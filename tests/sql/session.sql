-- A session ends when its key had no row for the gap; rows out of order make it longer or join two.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '8' SECOND);
CREATE TABLE o (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT, total BIGINT, least BIGINT);
INSERT INTO o SELECT k, window_start, window_end, COUNT(*), SUM(n), MIN(n)
FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 7, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:09"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:05"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:13.998"}
--- rows o
--- t
{"k": "b", "n": 9, "ts": "2024-01-01 00:00:14.999"}
--- rows o
'b', 2024-01-01 00:00:02.000, 2024-01-01 00:00:07.000, 1, 7, 7
--- end
--- rows o
'a', 2024-01-01 00:00:01.000, 2024-01-01 00:00:18.998, 4, 11, 1
'b', 2024-01-01 00:00:14.999, 2024-01-01 00:00:19.999, 1, 9, 9
