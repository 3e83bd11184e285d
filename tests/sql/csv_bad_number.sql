-- A field that is no number refuses its record.
CREATE TABLE t (a INT) WITH ('format' = 'csv');
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- t
1
x
 2 
--- rows o
1
2
--- rejected
t: column 'a': 'x' is no INT
