-- A frame of time ends with all rows of the current row's time; without a frame it has no start.
CREATE TABLE t (k STRING, n DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND);
CREATE TABLE recent (n DOUBLE, total DOUBLE, mean DOUBLE);
CREATE TABLE ever (n DOUBLE, total DOUBLE, least DOUBLE);
INSERT INTO recent SELECT n, SUM(n) OVER w, AVG(n) OVER w FROM t
    WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW);
INSERT INTO ever SELECT n, SUM(n) OVER (PARTITION BY k ORDER BY ts), MIN(n) OVER (PARTITION BY k ORDER BY ts) FROM t;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 4, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 8, "ts": "2024-01-01 00:00:11"}
--- restart
--- t
{"k": "a", "n": 16, "ts": "2024-01-01 00:00:12.001"}
--- end
--- rows recent
1.0, 1.0, 1.0
2.0, 7.0, 2.3333333333333335
4.0, 7.0, 2.3333333333333335
8.0, 15.0, 3.75
16.0, 24.0, 12.0
--- rows ever
1.0, 1.0, 1.0
2.0, 7.0, 1.0
4.0, 7.0, 1.0
8.0, 15.0, 1.0
16.0, 31.0, 1.0
