-- A JOIN says what its rows have in common.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b WHERE a.x = b.x;
--- error
E201 this JOIN has no condition
  --> script.sql:5:40
   | INSERT INTO o SELECT id, z FROM a JOIN b WHERE a.x = b.x;
   |                                        ^
hint: write ON a.id = b.id, or USING (id); CROSS JOIN pairs all rows
