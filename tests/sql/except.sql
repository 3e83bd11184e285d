-- EXCEPT gives what the right side does not have, and takes it back when it gets it.
CREATE TABLE t (n BIGINT);
CREATE TABLE u (n BIGINT);
CREATE TABLE o (n BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE p (n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT n FROM t EXCEPT SELECT n FROM u;
INSERT INTO p SELECT n FROM t EXCEPT ALL SELECT n FROM u;
--- u
{"n": 3}
--- t
{"n": 1}
{"n": 1}
{"n": 3}
{}
--- changes o
+I 1
+I NULL
--- changes p
+I 1
+I 1
+I NULL
--- u
{"n": 1}
{}
--- changes o
-D 1
-D NULL
--- changes p
-D 1
-D NULL
--- restart
--- u
{"n": 1}
{"n": 1}
--- t
{"n": 1}
--- changes o
--- changes p
-D 1
