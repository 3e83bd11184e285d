-- A period has a start and an end.
CREATE TABLE t (a DATE, b DATE);
CREATE TABLE o (x BOOLEAN);
INSERT INTO o SELECT (a, b) OVERLAPS a FROM t;
--- error
E207 OVERLAPS compares two periods
  --> script.sql:4:38
   | INSERT INTO o SELECT (a, b) OVERLAPS a FROM t;
   |                                      ^
hint: (start, end) OVERLAPS (start, end)
