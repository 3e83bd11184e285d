-- OVER reads new rows only.
CREATE TABLE t (k INT, p AS PROCTIME());
CREATE TABLE o (k INT, c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, SUM(c) OVER (ORDER BY q) FROM (SELECT k, COUNT(*) AS c, PROCTIME() AS q FROM t GROUP BY k);
--- error
E220 OVER reads new rows only, and its input updates rows: GroupAggregate by k, count0 = COUNT(*)
  --> script.sql:4:25
   | INSERT INTO o SELECT k, SUM(c) OVER (ORDER BY q) FROM (SELECT k, COUNT(*) AS c, PROCTIME() AS q FROM t GROUP BY k);
   |                         ^^^^^^^^^^^^^^^^^^^^^^^^
hint: put it before what updates them, or update within windows, whose results are final
