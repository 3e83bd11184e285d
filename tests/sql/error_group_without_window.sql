-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT SUM(price) FROM t GROUP BY s;
--- error
E208 grouping without a window is not supported yet
  --> script.sql:4:49
   | INSERT INTO o SELECT SUM(price) FROM t GROUP BY s;
   |                                                 ^
hint: GROUP BY window_start, window_end over FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
