-- Keys that cannot be compared are refused.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b ON a.x = ARRAY[b.x];
--- error
E210 = does not take (INT, ARRAY<INT>)
  --> script.sql:5:45
   | INSERT INTO o SELECT id, z FROM a JOIN b ON a.x = ARRAY[b.x];
   |                                             ^^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
