-- The error says what is wrong, where, and what to do.
CREATE TABLE t (id INT, price DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (price DOUBLE);
INSERT INTO o SELECT price, s FROM t;
--- error
E212 table 'o' takes 1 columns (price); the query gives 2 (price, s)
  --> script.sql:4:13
   | INSERT INTO o SELECT price, s FROM t;
   |             ^
hint: name the columns: INSERT INTO o (price, s) SELECT …
