-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT pric FROM t;
--- error
E203 unknown column 'pric'
  --> script.sql:4:22
   | INSERT INTO o SELECT pric FROM t;
   |                      ^^^^
hint: did you mean 'price'?
