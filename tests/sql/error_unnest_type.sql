-- UNNEST opens collections only.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, x FROM t CROSS JOIN UNNEST(id) AS e (x);
--- error
E207 UNNEST opens an ARRAY, a MAP or a MULTISET, not INT
  --> script.sql:4:46
   | INSERT INTO o SELECT id, x FROM t CROSS JOIN UNNEST(id) AS e (x);
   |                                              ^^^^^^^^^^^^^^^^^^^
hint: name a column that is one
