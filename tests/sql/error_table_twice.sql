-- A name is given once.
CREATE TABLE t (a INT);
CREATE TABLE t (b INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E211 table 't' exists already
  --> script.sql:3:14
   | CREATE TABLE t (b INT);
   |              ^
hint: CREATE … IF NOT EXISTS, or DROP it above
