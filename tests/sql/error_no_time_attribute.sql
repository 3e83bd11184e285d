-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT SUM(price) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(price), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
--- error
E209 column 'price' is not a time attribute
  --> script.sql:4:71
   | INSERT INTO o SELECT SUM(price) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(price), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
   |                                                                       ^^^^^
hint: declare WATERMARK FOR price AS price - INTERVAL '5' SECOND in the table, or pass it on unchanged
