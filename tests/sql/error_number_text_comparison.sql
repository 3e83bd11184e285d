-- A number and a text compare as numbers.
CREATE TABLE t (n INT, s STRING);
CREATE TABLE o (equal BOOLEAN, less BOOLEAN);
INSERT INTO o SELECT n = s, n < s FROM t;
--- error
E210 = does not take (INT, STRING)
  --> script.sql:4:22
   | INSERT INTO o SELECT n = s, n < s FROM t;
   |                      ^^^^^
hint: write CAST(… AS INT) around the STRING
