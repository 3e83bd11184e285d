-- What only grows, without a key, cannot be looked up.
CREATE TABLE t (id INT, k STRING, p AS PROCTIME());
CREATE TABLE dim (k STRING, name STRING);
CREATE TABLE o (id INT, name STRING);
INSERT INTO o SELECT id, name FROM t JOIN dim FOR SYSTEM_TIME AS OF t.p AS d ON t.k = d.k;
--- error
E208 looking up a table that only grows is not supported yet
  --> script.sql:5:69
   | INSERT INTO o SELECT id, name FROM t JOIN dim FOR SYSTEM_TIME AS OF t.p AS d ON t.k = d.k;
   |                                                                     ^^^
hint: declare its PRIMARY KEY, so that its last row per key is found, and join on it
