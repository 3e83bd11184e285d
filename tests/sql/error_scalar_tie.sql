-- A query as a value is tied to the row around it by equality.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, (SELECT MAX(z) FROM b WHERE b.x < a.x) FROM a;
--- error
E208 this condition on the row around the query is not supported yet
  --> script.sql:5:54
   | INSERT INTO o SELECT id, (SELECT MAX(z) FROM b WHERE b.x < a.x) FROM a;
   |                                                      ^^^^^^^^^
hint: tie the rows by equality: WHERE inner.k = outer.k
