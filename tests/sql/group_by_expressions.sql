-- Keys may be expressions, times, decimals and booleans; SELECT may compute with them.
CREATE TABLE t (n INT, m DECIMAL(5, 2), g BOOLEAN, ts TIMESTAMP(3));
CREATE TABLE o (parity STRING, m DECIMAL(5, 2), g BOOLEAN, minute_ STRING, c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END, m, NOT g, DATE_FORMAT(ts, 'HH:mm'), COUNT(*) + 1
FROM t GROUP BY n % 2, m, g, DATE_FORMAT(ts, 'HH:mm');
--- t
{"n": 2, "m": 1.10, "g": true, "ts": "2024-01-01 10:20:30"}
{"n": 4, "m": 1.1, "g": true, "ts": "2024-01-01 10:20:59"}
{"n": 3, "m": 1.1, "g": null, "ts": null}
--- changes o
+I 'even', 1.10, FALSE, '10:20', 3
+I 'odd', 1.10, NULL, NULL, 2
