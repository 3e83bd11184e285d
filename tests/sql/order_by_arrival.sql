-- Rows come in the order of processing time as it is.
CREATE TABLE t (x INT, p AS PROCTIME());
CREATE TABLE o (x INT);
INSERT INTO o SELECT x FROM t ORDER BY p;
--- t
{"x": 2}
{"x": 1}
--- rows o
2
1
