-- In the order of any column a row may come between others, and moves the results of those behind it.
CREATE TABLE t (k STRING, n INT, v INT);
CREATE TABLE o (k STRING, n INT, s INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (k STRING, n INT, s INT, c BIGINT, m INT) WITH ('connector' = 'blackhole');
CREATE TABLE q (k STRING, n INT, rn BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, n, SUM(v) OVER (PARTITION BY k ORDER BY n) FROM t;
INSERT INTO p SELECT k, n, FIRST_VALUE(v) OVER w, COUNT(DISTINCT v) OVER w, MAX(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY n);
INSERT INTO q SELECT k, n, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) FROM t;
--- t
{"k": "a", "n": 5, "v": 1}
--- t
{"k": "a", "n": 3, "v": 2}
{"k": "b", "n": 3, "v": 7}
--- changes o
+I 'a', 5, 1
-U 'a', 5, 1
+U 'a', 5, 3
+I 'a', 3, 2
+I 'b', 3, 7
--- changes p
+I 'a', 5, 1, 1, 1
-U 'a', 5, 1, 1, 1
+U 'a', 5, 2, 2, 2
+I 'a', 3, 2, 1, 2
+I 'b', 3, 7, 1, 7
--- changes q
+I 'a', 5, 1
-U 'a', 5, 1
+U 'a', 5, 2
+I 'a', 3, 1
+I 'b', 3, 1
--- restart
--- t
{"k": "a", "n": 3, "v": 4}
{"k": "a", "v": 8}
{"k": "a", "n": 9, "v": 0}
{"k": "a", "n": 1, "v": 3}
{"n": 1, "v": 1}
--- changes o
-U 'a', 5, 3
+U 'a', 5, 18
-U 'a', 3, 2
+U 'a', 3, 17
+I 'a', 3, 17
+I 'a', NULL, 8
+I 'a', 9, 18
+I 'a', 1, 11
+I NULL, 1, 1
--- changes p
-U 'a', 5, 2, 2, 2
+U 'a', 5, 8, 5, 8
-U 'a', 3, 2, 1, 2
+U 'a', 3, 8, 4, 8
+I 'a', 3, 8, 4, 8
+I 'a', NULL, 8, 1, 8
+I 'a', 9, 8, 6, 8
+I 'a', 1, 8, 2, 8
+I NULL, 1, 1, 1, 1
--- changes q
-U 'a', 5, 2
+U 'a', 5, 5
-U 'a', 3, 1
+U 'a', 3, 3
+I 'a', 3, 4
+I 'a', NULL, 1
+I 'a', 9, 6
+I 'a', 1, 2
+I NULL, 1, 1
