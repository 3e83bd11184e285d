-- LISTAGG joins texts in the order of arrival, without NULLs; DISTINCT takes each once.
CREATE TABLE t (k STRING, s STRING);
CREATE TABLE o (k STRING, a STRING, b STRING, c STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, LISTAGG(s), LISTAGG(s, ' | '), LISTAGG(DISTINCT s) FROM t GROUP BY k;
--- t
{"k": "a", "s": "x"}
{"k": "a", "s": "y"}
{"k": "b"}
--- changes o
+I 'a', 'x,y', 'x | y', 'x,y'
+I 'b', NULL, NULL, NULL
--- restart
--- t
{"k": "a", "s": "x"}
--- changes o
-U 'a', 'x,y', 'x | y', 'x,y'
+U 'a', 'x,y,x', 'x | y | x', 'x,y'
