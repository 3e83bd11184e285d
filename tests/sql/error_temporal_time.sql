-- The time of a row is a time attribute.
CREATE TABLE o_ (id INT, k STRING, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE r (k STRING, rate INT, since TIMESTAMP(3), WATERMARK FOR since AS since, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (id INT, rate INT);
INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.id ON o_.k = r.k;
--- error
E209 column 'id' is not a time attribute
  --> script.sql:5:68
   | INSERT INTO o SELECT id, rate FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.id ON o_.k = r.k;
   |                                                                    ^^^^^
hint: declare WATERMARK FOR id AS id - INTERVAL '5' SECOND in the table, or pass it on unchanged
