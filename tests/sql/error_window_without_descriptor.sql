-- A window needs to know the time column.
CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- error
E217 TUMBLE: SIZE is missing
  --> script.sql:4:42
   | INSERT INTO o SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
   |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: SIZE => INTERVAL '1' MINUTE -- A window's length.
