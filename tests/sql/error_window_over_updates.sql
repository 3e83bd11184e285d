-- A window function reads new rows only.
CREATE TABLE t (k STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM (SELECT MAX(ts) AS ts FROM t GROUP BY k) GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE);
--- error
E220 the window TUMBLE reads new rows only, and its input updates rows: GroupAggregate by k, max0 = MAX(ts)
  --> script.sql:4:86
   | INSERT INTO o SELECT COUNT(*) FROM (SELECT MAX(ts) AS ts FROM t GROUP BY k) GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE);
   |                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: put it before what updates them, or update within windows, whose results are final
