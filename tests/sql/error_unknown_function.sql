-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT UPER(s) FROM t;
--- error
E204 unknown function 'UPER'
  --> script.sql:4:22
   | INSERT INTO o SELECT UPER(s) FROM t;
   |                      ^^^^^^^
hint: did you mean 'UPPER'?
