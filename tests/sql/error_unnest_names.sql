-- A name for each column of the element.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, x FROM t CROSS JOIN UNNEST(ms) AS e (x);
--- error
E212 1 names for 2 columns
  --> script.sql:4:57
   | INSERT INTO o SELECT id, x FROM t CROSS JOIN UNNEST(ms) AS e (x);
   |                                                         ^^^^^^^^
hint: the columns are KEY, VALUE
