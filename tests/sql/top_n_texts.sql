-- Texts are ordered by their bytes, however long; a prefix comes before what it begins.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, rn BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT s, rn FROM (SELECT s, ROW_NUMBER() OVER (ORDER BY s DESC) AS rn FROM t) WHERE rn <= 4;
--- t
{"s": "b"}
{"s": "abcdefgh"}
{}
{"s": ""}
--- changes o
+I 'b', 1
+I 'abcdefgh', 2
+I '', 3
+I NULL, 4
--- t
{"s": "abcdefgha"}
{"s": "abcdefgh and so on"}
--- restart
--- t
{"s": "ä"}
{"s": "zz"}
--- changes o
-U 'abcdefgh', 2
+U 'abcdefgha', 2
-U '', 3
+U 'abcdefgh and so on', 3
-U NULL, 4
+U 'abcdefgh', 4
-U 'b', 1
+U 'ä', 1
-U 'abcdefgha', 2
+U 'zz', 2
-U 'abcdefgh and so on', 3
+U 'b', 3
-U 'abcdefgh', 4
+U 'abcdefgha', 4
