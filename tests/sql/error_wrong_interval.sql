-- An interval's text has the form of its unit.
CREATE TABLE t (ts TIMESTAMP(3));
CREATE TABLE o (ts TIMESTAMP(3));
INSERT INTO o SELECT ts + INTERVAL 'abc' SECOND FROM t;
--- error
E215 INTERVAL 'abc' SECOND: a number in quotes, not 'abc'
  --> script.sql:4:27
   | INSERT INTO o SELECT ts + INTERVAL 'abc' SECOND FROM t;
   |                           ^^^^^^^^^^^^^^^^^^^^^
