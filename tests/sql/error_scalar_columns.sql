-- A query as a value gives one column.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, (SELECT MAX(x), MAX(z) FROM b) FROM a;
--- error
E212 a query as a value gives one column, this one gives 2
  --> script.sql:5:26
   | INSERT INTO o SELECT id, (SELECT MAX(x), MAX(z) FROM b) FROM a;
   |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
