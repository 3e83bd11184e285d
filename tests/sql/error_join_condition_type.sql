-- ON takes a BOOLEAN.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b ON a.x + b.x;
--- error
E207 a condition of ON is a BOOLEAN, not INT
  --> script.sql:5:45
   | INSERT INTO o SELECT id, z FROM a JOIN b ON a.x + b.x;
   |                                             ^^^^^^^^^
hint: compare it: … = …
