-- A type without an order cannot be ordered by.
CREATE TABLE t (a ARRAY<INT>);
CREATE TABLE o (a ARRAY<INT>);
INSERT INTO o SELECT a FROM t ORDER BY a LIMIT 3;
--- error
E207 ARRAY<INT> has no order
  --> script.sql:4:40
   | INSERT INTO o SELECT a FROM t ORDER BY a LIMIT 3;
   |                                        ^
hint: order by a part of it: a field, an element
