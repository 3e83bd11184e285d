-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT price FROM t WHERE s > 1 + 'a' AND price;
--- error
E210 + does not take (INT, CHAR(1))
  --> script.sql:4:45
   | INSERT INTO o SELECT price FROM t WHERE s > 1 + 'a' AND price;
   |                                             ^^^^^^^
hint: CAST the arguments to the types that it takes
