-- A column of USING stands on both sides.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b USING (id);
--- error
E203 unknown column 'id'
  --> script.sql:5:49
   | INSERT INTO o SELECT id, z FROM a JOIN b USING (id);
   |                                                 ^^
hint: known here: x, z
