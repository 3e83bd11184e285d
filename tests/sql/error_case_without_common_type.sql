-- The branches of CASE need a common type.
CREATE TABLE t (a INT, d DATE);
CREATE TABLE o (x STRING);
INSERT INTO o SELECT CASE WHEN a > 1 THEN d ELSE a END FROM t;
--- error
E207 the branches have types without one in common: DATE, INT
  --> script.sql:4:22
   | INSERT INTO o SELECT CASE WHEN a > 1 THEN d ELSE a END FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: CAST them to one type
