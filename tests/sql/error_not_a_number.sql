-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT s FROM t;
--- error
E213 column 'price' takes DOUBLE, the query gives STRING
  --> script.sql:4:22
   | INSERT INTO o SELECT s FROM t;
   |                      ^
hint: write CAST(… AS DOUBLE)
