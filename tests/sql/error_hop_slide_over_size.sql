-- A window's size is a multiple of its slide.
CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '3' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- error
E217 HOP: SIZE must be a whole multiple of SLIDE
  --> script.sql:4:42
   | INSERT INTO o SELECT COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '3' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
   |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: such as SLIDE => INTERVAL '10' SECOND, SIZE => INTERVAL '60' SECOND
