-- A view is checked when it is made.
CREATE TABLE t (a INT);
CREATE VIEW v AS SELECT b FROM t;
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM v;
--- error
E203 unknown column 'b'
  --> script.sql:3:25
   | CREATE VIEW v AS SELECT b FROM t;
   |                         ^
hint: known here: a
