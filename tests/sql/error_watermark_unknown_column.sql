-- The watermark is for a column of the table.
CREATE TABLE t (a INT, WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E203 unknown column 'ts'
  --> script.sql:2:38
   | CREATE TABLE t (a INT, WATERMARK FOR ts AS ts);
   |                                      ^^
hint: known here: a
