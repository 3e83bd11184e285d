-- A test with a query stands alone, connected by AND.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, s FROM a WHERE id = 1 OR EXISTS (SELECT 1 FROM b);
--- error
E208 a test with a query inside OR or CASE is not supported yet
  --> script.sql:5:51
   | INSERT INTO o SELECT id, s FROM a WHERE id = 1 OR EXISTS (SELECT 1 FROM b);
   |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^
hint: write it as a condition of its own, connected by AND
