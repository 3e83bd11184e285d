-- Queries inside HAVING, and behind SELECT beside GROUP BY, are asked once the groups stand.
CREATE TABLE a (x INT, s STRING);
CREATE TABLE b (x INT);
CREATE TABLE o (s STRING, n INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (s STRING, n INT, m INT) WITH ('connector' = 'blackhole');
CREATE TABLE q (s STRING, n INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT s, SUM(x) FROM a GROUP BY s HAVING SUM(x) > (SELECT MAX(x) FROM b);
INSERT INTO p SELECT s, SUM(x), (SELECT MAX(x) FROM b) - SUM(x) FROM a GROUP BY s;
INSERT INTO q SELECT s, SUM(x) FROM a GROUP BY s HAVING SUM(x) IN (SELECT x FROM b) OR NOT EXISTS (SELECT 1 FROM b);
--- a
{"x": 1, "s": "p"}
{"x": 2, "s": "q"}
{"x": 3}
--- changes o
--- changes p
+I 'p', 1, NULL
+I 'q', 2, NULL
+I NULL, 3, NULL
--- changes q
+I 'p', 1
+I 'q', 2
+I NULL, 3
--- b
{"x": 1}
--- changes o
+I 'q', 2
+I NULL, 3
--- changes p
-U 'p', 1, NULL
+U 'p', 1, 0
-U 'q', 2, NULL
+U 'q', 2, -1
-U NULL, 3, NULL
+U NULL, 3, -2
--- changes q
-U 'p', 1
+U 'p', 1
-U 'p', 1
+U 'p', 1
-D 'q', 2
-D NULL, 3
-D 'p', 1
+I 'p', 1
--- b
{"x": 5}
--- changes o
-D 'q', 2
-D NULL, 3
--- changes p
-U 'p', 1, 0
+U 'p', 1, 4
-U 'q', 2, -1
+U 'q', 2, 3
-U NULL, 3, -2
+U NULL, 3, 2
--- changes q
