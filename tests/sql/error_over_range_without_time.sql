-- A frame of time needs an order of time.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT);
INSERT INTO o SELECT k, SUM(n) OVER (PARTITION BY k ORDER BY n RANGE BETWEEN INTERVAL '1' SECOND PRECEDING AND CURRENT ROW) FROM t;
--- error
E230 a frame of time needs the order of a time attribute
  --> script.sql:4:25
   | INSERT INTO o SELECT k, SUM(n) OVER (PARTITION BY k ORDER BY n RANGE BETWEEN INTERVAL '1' SECOND PRECEDING AND CURRENT ROW) FROM t;
   |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: ORDER BY the column with the WATERMARK, or ROWS BETWEEN 3 PRECEDING AND …
