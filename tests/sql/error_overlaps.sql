-- OVERLAPS compares periods of time.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (x BOOLEAN);
INSERT INTO o SELECT (a, b) OVERLAPS (1, 2) FROM t;
--- error
E210 OVERLAPS does not take (INT, INT, INT, INT)
  --> script.sql:4:22
   | INSERT INTO o SELECT (a, b) OVERLAPS (1, 2) FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
