-- A function takes as many arguments as it says.
CREATE TABLE t (a STRING);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT LOWER(a, a) FROM t;
--- error
E210 LOWER does not take (STRING, STRING)
  --> script.sql:4:22
   | INSERT INTO o SELECT LOWER(a, a) FROM t;
   |                      ^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
