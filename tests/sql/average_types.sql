-- The AVG of integers is an integer, cut; that of DECIMALs and DOUBLEs is exact.
CREATE TABLE t (i INT, e DECIMAL(6, 2), d DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (i INT, e DECIMAL(20, 6), d DOUBLE);
INSERT INTO o SELECT AVG(i), AVG(e), AVG(d) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"i": 1, "e": 1.00, "d": 1, "ts": "2024-01-01 00:00:01"}
{"i": 2, "e": 2.01, "d": 2.5, "ts": "2024-01-01 00:00:01"}
{"i": -6, "e": 0, "d": 0, "ts": "2024-01-01 00:00:11"}
{"i": 1, "e": -0.01, "ts": "2024-01-01 00:00:11"}
--- end
--- rows o
1, 1.505000, 1.75
-2, -0.005000, 0.0
