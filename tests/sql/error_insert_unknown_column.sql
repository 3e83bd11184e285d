-- A column list names columns of the table.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o (b) SELECT a FROM t;
--- error
E203 unknown column 'b'
  --> script.sql:4:16
   | INSERT INTO o (b) SELECT a FROM t;
   |                ^
hint: known here: a
