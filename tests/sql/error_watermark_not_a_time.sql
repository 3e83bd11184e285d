-- The watermark's column is a time.
CREATE TABLE t (a INT, WATERMARK FOR a AS a - 1);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E207 a watermark's column is TIMESTAMP(3) or TIMESTAMP_LTZ(3); 'a' is INT
  --> script.sql:2:38
   | CREATE TABLE t (a INT, WATERMARK FOR a AS a - 1);
   |                                      ^
hint: declare a TIMESTAMP(3), or compute it: x AS TO_TIMESTAMP(a)
