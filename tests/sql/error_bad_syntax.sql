-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT price FORM t;
--- error
E201 unexpected 'FORM'
  --> script.sql:4:28
   | INSERT INTO o SELECT price FORM t;
   |                            ^^^^
hint: did you mean 'FROM'?
