-- Not every type becomes every other.
CREATE TABLE t (a INT);
CREATE TABLE o (d DATE);
INSERT INTO o SELECT CAST(a AS DATE) FROM t;
--- error
E207 INT cannot be cast to DATE
  --> script.sql:4:22
   | INSERT INTO o SELECT CAST(a AS DATE) FROM t;
   |                      ^^^^^^^^^^^^^^^
hint: CAST to STRING first
