-- The first row by processing time is given at once and for good: no other follows.
CREATE TABLE t (k STRING, x INT, p AS PROCTIME());
CREATE TABLE o (k STRING, x INT);
INSERT INTO o SELECT k, x FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY p) AS rn FROM t) WHERE rn = 1;
--- t
{"k": "a", "x": 1}
{"k": "a", "x": 2}
{"k": "b", "x": 3}
--- rows o
'a', 1
'b', 3
--- restart
--- t
{"k": "b", "x": 4}
{"x": 5}
{"x": 6}
--- rows o
NULL, 5
