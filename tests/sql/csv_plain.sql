-- CSV by position; an empty field is NULL in a number.
CREATE TABLE t (a INT, b STRING, c DOUBLE) WITH ('format' = 'csv');
CREATE TABLE o (a INT, b STRING, c DOUBLE);
INSERT INTO o SELECT a, b, c FROM t;
--- t
1,x,1.5
2,,
-3,"y, z",0
--- rows o
1, 'x', 1.5
2, '', NULL
-3, 'y, z', 0.0
