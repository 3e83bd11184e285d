-- A DATE literal is a day of the calendar.
CREATE TABLE t (a INT);
CREATE TABLE o (d DATE);
INSERT INTO o SELECT DATE '2024-13-01' FROM t;
--- error
E215 DATE '2024-13-01' is no date
  --> script.sql:4:22
   | INSERT INTO o SELECT DATE '2024-13-01' FROM t;
   |                      ^^^^^^^^^^^^^^^^^
hint: write DATE '2024-01-31'
