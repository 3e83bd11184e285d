-- Both sides of UNION ALL have columns of one kind.
CREATE TABLE t (a INT, d DATE);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t UNION ALL SELECT d FROM t;
--- error
E207 UNION ALL: column 'a' has no type in common: INT, DATE
  --> script.sql:4:41
   | INSERT INTO o SELECT a FROM t UNION ALL SELECT d FROM t;
   |                                         ^^^^^^^^^^^^^^^
hint: CAST it in each query
