-- What is not there cannot be dropped, IF EXISTS aside.
DROP TABLE nothing;
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E202 unknown table or view 'nothing'
  --> script.sql:2:12
   | DROP TABLE nothing;
   |            ^^^^^^^
hint: create it above this line with CREATE TABLE
