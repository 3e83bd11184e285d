-- A text may stand for NULL.
CREATE TABLE t (a INT, b STRING) WITH ('format' = 'csv', 'csv.null-literal' = 'n/a');
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
1,n/a
n/a,x
--- rows o
1, NULL
NULL, 'x'
