-- A query as a value gives one row for certain.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, (SELECT z FROM b) FROM a;
--- error
E208 a query as a value that may give several rows is not supported yet
  --> script.sql:5:26
   | INSERT INTO o SELECT id, (SELECT z FROM b) FROM a;
   |                          ^^^^^^^^^^^^^^^^^
hint: aggregate it: SELECT MAX(x) FROM …
