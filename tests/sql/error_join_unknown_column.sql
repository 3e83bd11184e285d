-- ON reads the columns of both sides.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b ON a.x = b.y;
--- error
E203 unknown column 'y'
  --> script.sql:5:53
   | INSERT INTO o SELECT id, z FROM a JOIN b ON a.x = b.y;
   |                                                     ^
hint: known here: x, z
