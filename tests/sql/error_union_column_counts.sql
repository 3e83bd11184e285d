-- Both sides of UNION ALL have as many columns.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t UNION ALL SELECT a, b FROM t;
--- error
E212 UNION ALL of 1 columns with 2
  --> script.sql:4:41
   | INSERT INTO o SELECT a FROM t UNION ALL SELECT a, b FROM t;
   |                                         ^^^^^^^^^^^^^^^^^^
hint: the first query gives a
