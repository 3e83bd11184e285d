-- As in Flink, OVER on a stream is ordered by a time attribute.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT);
INSERT INTO o SELECT k, SUM(n) OVER (PARTITION BY k ORDER BY n) FROM t;
--- error
E230 OVER is ordered by a time attribute alone on a stream
  --> script.sql:4:25
   | INSERT INTO o SELECT k, SUM(n) OVER (PARTITION BY k ORDER BY n) FROM t;
   |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: ORDER BY the column with the WATERMARK
