-- NULL is the least value: first in ascending order, last in descending, unless the query says so.
CREATE TABLE t (n BIGINT);
CREATE TABLE up (n BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE up_last (n BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE down (n BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE down_first (n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO up SELECT n FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY n) AS rn FROM t) WHERE rn = 1;
INSERT INTO up_last SELECT n FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY n NULLS LAST) AS rn FROM t) WHERE rn = 1;
INSERT INTO down SELECT n FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY n DESC) AS rn FROM t) WHERE rn = 1;
INSERT INTO down_first SELECT n FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY n DESC NULLS FIRST) AS rn FROM t) WHERE rn = 1;
--- t
{"n": 5}
--- t
{"n": null}
{"n": -9223372036854775808}
{"n": 9223372036854775807}
--- changes up
+I 5
-U 5
+U NULL
--- changes up_last
+I 5
-U 5
+U -9223372036854775808
--- changes down
+I 5
-U 5
+U 9223372036854775807
--- changes down_first
+I 5
-U 5
+U NULL
