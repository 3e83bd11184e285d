-- With ignore-parse-errors what does not read is NULL.
CREATE TABLE t (a INT, b BOOLEAN) WITH ('format' = 'csv', 'csv.ignore-parse-errors' = 'true');
CREATE TABLE o (a INT, b BOOLEAN);
INSERT INTO o SELECT a, b FROM t;
--- t
1,true
x,false
3,maybe
--- rows o
1, TRUE
NULL, FALSE
3, FALSE
