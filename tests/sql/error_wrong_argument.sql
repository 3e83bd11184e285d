-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT UPPER(price, 1) FROM t;
--- error
E210 UPPER does not take (DOUBLE, INT)
  --> script.sql:4:22
   | INSERT INTO o SELECT UPPER(price, 1) FROM t;
   |                      ^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
