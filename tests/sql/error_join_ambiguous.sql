-- A name that both sides have needs its table.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT x, z FROM a JOIN b ON a.x = b.x;
--- error
E206 column 'x' is ambiguous
  --> script.sql:5:22
   | INSERT INTO o SELECT x, z FROM a JOIN b ON a.x = b.x;
   |                      ^
hint: write a.x or b.x
