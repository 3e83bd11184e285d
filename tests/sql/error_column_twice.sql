-- A table's columns have different names.
CREATE TABLE t (a INT, a STRING);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E211 table 't' has two columns 'a'
  --> script.sql:2:24
   | CREATE TABLE t (a INT, a STRING);
   |                        ^
