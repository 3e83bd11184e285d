-- Versions are found by key.
CREATE TABLE o_ (id INT, k STRING, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE r (k STRING, rate INT, since TIMESTAMP(3), WATERMARK FOR since AS since, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (id INT, rate INT);
INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.ts ON o_.price > r.rate;
--- error
E208 FOR SYSTEM_TIME AS OF without equality is not supported yet
  --> script.sql:5:77
   | INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.ts ON o_.price > r.rate;
   |                                                                             ^^^^^^^^^^^^^^^^^
hint: JOIN r FOR SYSTEM_TIME AS OF o.ts AS v ON o.k = v.k
