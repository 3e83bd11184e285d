-- As in Flink, a Top-N over a stream numbers its rows by ROW_NUMBER alone.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, n FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY k ORDER BY n) AS r FROM t) WHERE r <= 3;
--- error
E230 Top-N by DENSE_RANK() is not supported on streams
  --> script.sql:4:43
   | INSERT INTO o SELECT k, n FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY k ORDER BY n) AS r FROM t) WHERE r <= 3;
   |                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: use ROW_NUMBER()
