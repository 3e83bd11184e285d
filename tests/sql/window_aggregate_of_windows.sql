-- Grouped by the bounds of windows that are results themselves, rows wait for the window too.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (starts TIMESTAMP(3), most BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE p (starts TIMESTAMP(3), total BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE q (starts TIMESTAMP(3), total BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND));
INSERT INTO o SELECT ws, MAX(c) FROM (SELECT a, window_start AS ws, window_end AS we, COUNT(*) AS c FROM w GROUP BY a, window_start, window_end) GROUP BY ws, we;
INSERT INTO p SELECT window_start, SUM(n) FROM (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS rn FROM w) WHERE rn <= 2) GROUP BY window_start, window_end;
INSERT INTO q SELECT window_start, SUM(n) FROM (SELECT * FROM w UNION ALL SELECT * FROM w) GROUP BY window_start, window_end;
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:02"}
{"a": "y", "n": 3, "ts": "2024-01-01 00:00:03"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:11"}
--- changes o
+I 2024-01-01 00:00:00.000, 2
--- changes p
+I 2024-01-01 00:00:00.000, 5
--- changes q
+I 2024-01-01 00:00:00.000, 12
--- end
--- changes o
+I 2024-01-01 00:00:10.000, 1
--- changes p
+I 2024-01-01 00:00:10.000, 2
--- changes q
+I 2024-01-01 00:00:10.000, 4
