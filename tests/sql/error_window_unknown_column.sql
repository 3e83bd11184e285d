-- The window's time column is one of the table.
CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(nope), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- error
E203 unknown column 'nope'
  --> script.sql:4:69
   | INSERT INTO o SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(nope), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
   |                                                                     ^^^^
hint: known here: ts
