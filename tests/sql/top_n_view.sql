-- The number may come from a view or a WITH, under another name, and be compared with a cast.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT, place BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW numbered AS SELECT ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS place, k, n FROM t;
CREATE VIEW most AS SELECT * FROM numbered WHERE n > 0;
INSERT INTO o WITH renamed AS (SELECT n AS m, k AS l, place AS p FROM most) SELECT l, m, p FROM renamed WHERE 2 >= p;
--- t
{"k": "a", "n": 5}
{"k": "a", "n": -5}
{"k": "a", "n": 6}
--- changes o
+I 'a', 6, 1
+I 'a', 5, 2
