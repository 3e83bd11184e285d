-- The message names the function that was meant.
CREATE TABLE t (a STRING);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT SUBSTRNG(a, 1) FROM t;
--- error
E204 unknown function 'SUBSTRNG'
  --> script.sql:4:22
   | INSERT INTO o SELECT SUBSTRNG(a, 1) FROM t;
   |                      ^^^^^^^^^^^^^^
hint: did you mean 'SUBSTRING'?
