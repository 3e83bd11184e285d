-- A condition is a BOOLEAN.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t WHERE a;
--- error
E207 a condition of WHERE is a BOOLEAN, not INT
  --> script.sql:4:37
   | INSERT INTO o SELECT a FROM t WHERE a;
   |                                     ^
hint: compare it: … = …
