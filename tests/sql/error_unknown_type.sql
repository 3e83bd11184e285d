-- The type must be one of SQL's.
CREATE TABLE t (a NUMBER);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E205 unknown type 'NUMBER'
  --> script.sql:2:19
   | CREATE TABLE t (a NUMBER);
   |                   ^^^^^^
hint: did you mean 'NUMERIC'?
