-- A name that two inputs have needs its table.
CREATE TABLE a (id INT, x INT);
CREATE TABLE b (id INT, y INT);
CREATE TABLE o (id INT);
INSERT INTO o SELECT id FROM a JOIN b ON a.id = b.id;
--- error
E206 column 'id' is ambiguous
  --> script.sql:5:22
   | INSERT INTO o SELECT id FROM a JOIN b ON a.id = b.id;
   |                      ^^
hint: write a.id or b.id
