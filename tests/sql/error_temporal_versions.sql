-- A table without PRIMARY KEY and WATERMARK has no versions.
CREATE TABLE o_ (id INT, k STRING, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE r (k STRING, rate INT, since TIMESTAMP(3), WATERMARK FOR since AS since);
CREATE TABLE o (id INT, rate INT);
INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.ts ON o_.k = r.k;
--- error
E208 a table without versions behind FOR SYSTEM_TIME AS OF is not supported yet
  --> script.sql:5:68
   | INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.ts ON o_.k = r.k;
   |                                                                    ^^^^^
hint: declare its PRIMARY KEY and WATERMARK, and join on the whole key
