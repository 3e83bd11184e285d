-- Among equals the row that came first is ahead, and one that would only equal the last stays out.
CREATE TABLE t (n INT, x STRING);
CREATE TABLE o (n INT, x STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT n, x FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC) AS rn FROM t) WHERE rn <= 2;
--- t
{"n": 1, "x": "a"}
{"n": 1, "x": "b"}
{"n": 1, "x": "c"}
--- changes o
+I 1, 'a'
+I 1, 'b'
--- t
{"n": 2, "x": "d"}
{"n": 2, "x": "e"}
{"n": 2, "x": "f"}
--- changes o
-D 1, 'a'
-D 1, 'b'
+I 2, 'd'
+I 2, 'e'
