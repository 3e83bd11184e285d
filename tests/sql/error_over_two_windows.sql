-- As in Flink, all functions of a SELECT look at the same window.
CREATE TABLE t (k INT, n INT, p AS PROCTIME());
CREATE TABLE o (n INT, m INT);
INSERT INTO o SELECT SUM(n) OVER (ORDER BY p), SUM(n) OVER (PARTITION BY k ORDER BY p) FROM t;
--- error
E230 two different OVER windows in one SELECT
  --> script.sql:4:48
   | INSERT INTO o SELECT SUM(n) OVER (ORDER BY p), SUM(n) OVER (PARTITION BY k ORDER BY p) FROM t;
   |                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: compute one of them in a view over the other
