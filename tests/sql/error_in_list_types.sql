-- The list of IN has values of the left side's kind.
CREATE TABLE t (d DATE);
CREATE TABLE o (d DATE);
INSERT INTO o SELECT d FROM t WHERE d IN (1, 2);
--- error
E210 IN does not take (DATE, INT, INT)
  --> script.sql:4:37
   | INSERT INTO o SELECT d FROM t WHERE d IN (1, 2);
   |                                     ^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
