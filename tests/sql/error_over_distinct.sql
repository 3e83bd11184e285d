-- DISTINCT values of a frame are refused by name.
CREATE TABLE t (n INT, p AS PROCTIME());
CREATE TABLE o (n BIGINT);
INSERT INTO o SELECT COUNT(DISTINCT n) OVER (ORDER BY p) FROM t;
--- error
E230 COUNT(DISTINCT …) with OVER is not supported yet
  --> script.sql:4:22
   | INSERT INTO o SELECT COUNT(DISTINCT n) OVER (ORDER BY p) FROM t;
   |                      ^^^^^
hint: COUNT over all values works
