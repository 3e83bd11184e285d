-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT price FROM tt;
--- error
E202 unknown table or view 'tt'
  --> script.sql:4:33
   | INSERT INTO o SELECT price FROM tt;
   |                                 ^^
hint: did you mean 't'?
