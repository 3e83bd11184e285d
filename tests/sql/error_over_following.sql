-- As in Flink, a frame ends with the current row.
CREATE TABLE t (n INT, p AS PROCTIME());
CREATE TABLE o (n INT);
INSERT INTO o SELECT SUM(n) OVER (ORDER BY p ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
--- error
E230 a frame that ends behind or before the current row is not supported
  --> script.sql:4:22
   | INSERT INTO o SELECT SUM(n) OVER (ORDER BY p ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: ROWS BETWEEN 3 PRECEDING AND CURRENT ROW
