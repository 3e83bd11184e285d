-- WHERE is before SELECT and does not know its names.
CREATE TABLE t (a INT);
CREATE TABLE o (b INT);
INSERT INTO o SELECT a + 1 AS b FROM t WHERE b > 1;
--- error
E203 unknown column 'b'
  --> script.sql:4:46
   | INSERT INTO o SELECT a + 1 AS b FROM t WHERE b > 1;
   |                                              ^
hint: known here: a
