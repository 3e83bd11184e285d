-- IN compares as many columns as the query gives.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, s FROM a WHERE id IN (SELECT x, z FROM b);
--- error
E212 IN compares 1 columns with 2
  --> script.sql:5:41
   | INSERT INTO o SELECT id, s FROM a WHERE id IN (SELECT x, z FROM b);
   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: name as many columns
