-- A text ends with a quote.
CREATE TABLE t (a INT);
CREATE TABLE o (s STRING);
INSERT INTO o SELECT 'open FROM t;
--- error
E201 this text in single quotes has no end
  --> script.sql:4:22
   | INSERT INTO o SELECT 'open FROM t;
   |                      ^
