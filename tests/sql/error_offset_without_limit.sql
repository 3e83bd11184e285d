-- OFFSET alone would keep rows that never end.
CREATE TABLE t (k STRING);
CREATE TABLE o (k STRING);
INSERT INTO o SELECT k FROM t OFFSET 3;
--- error
E231 OFFSET without LIMIT keeps rows that never end
  --> script.sql:4:38
   | INSERT INTO o SELECT k FROM t OFFSET 3;
   |                                      ^
hint: add LIMIT 10
