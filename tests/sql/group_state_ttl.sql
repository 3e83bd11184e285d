-- STATE_TTL behind SELECT says how long a group is kept that nothing is added to.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, s INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (k STRING, s INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT /*+ STATE_TTL('u' = '10 s') */ k, SUM(n) FROM t AS u GROUP BY k;
INSERT INTO p SELECT k, SUM(n) FROM t GROUP BY k;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 1}
--- at 6
--- t
{"k": "b", "n": 2}
--- changes o
+I 'a', 1
+I 'b', 1
-U 'b', 1
+U 'b', 3
--- changes p
+I 'a', 1
+I 'b', 1
-U 'b', 1
+U 'b', 3
--- at 12
--- restart
--- t
{"k": "a", "n": 5}
{"k": "b", "n": 5}
--- changes o
+I 'a', 5
-U 'b', 3
+U 'b', 8
--- changes p
-U 'a', 1
+U 'a', 6
-U 'b', 3
+U 'b', 8
