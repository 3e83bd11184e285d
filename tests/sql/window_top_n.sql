-- Top-N within windows: new rows only, given once when the window ends, its places numbered.
CREATE TABLE t (k STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
CREATE TABLE o (w TIMESTAMP(3), k STRING, n INT, rn BIGINT);
INSERT INTO o SELECT window_start, k, n, rn FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, k ORDER BY n DESC) AS rn
    FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))) WHERE rn <= 2;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:12"}
{"k": "b", "n": 3, "ts": "2024-01-01 00:00:13"}
{"k": "a", "n": 9, "ts": "2024-01-01 00:00:02"}
--- rows o
2024-01-01 00:00:00.000, 'a', 1, 1
--- rejected
t: late: its window has fired
--- restart
--- t
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:14"}
{"k": "a", "n": 4, "ts": "2024-01-01 00:00:15"}
{"k": "a", "n": 6, "ts": "2024-01-01 00:00:20"}
--- rows o
--- end
--- rows o
2024-01-01 00:00:10.000, 'a', 5, 1
2024-01-01 00:00:10.000, 'a', 4, 2
2024-01-01 00:00:10.000, 'b', 3, 1
2024-01-01 00:00:20.000, 'a', 6, 1
