-- UNION gives each row once, from whichever side; it binds from left to right.
CREATE TABLE t (n INT);
CREATE TABLE u (n BIGINT);
CREATE TABLE o (n BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE p (n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT n FROM t UNION SELECT n FROM u;
INSERT INTO p SELECT n FROM t UNION SELECT n FROM u UNION ALL SELECT n FROM t;
--- t
{"n": 1}
{"n": 1}
{}
--- changes o
+I 1
+I NULL
--- changes p
+I 1
+I NULL
+I 1
+I 1
+I NULL
--- u
{"n": 1}
{"n": 2}
--- changes o
+I 2
--- changes p
+I 2
