-- Both sides of a set operation have as many columns.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (c INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a FROM t INTERSECT ALL SELECT a, b FROM t;
--- error
E212 INTERSECT ALL of 1 columns with 2
  --> script.sql:4:45
   | INSERT INTO o SELECT a FROM t INTERSECT ALL SELECT a, b FROM t;
   |                                             ^^^^^^^^^^^^^^^^^^
hint: the first query gives a
