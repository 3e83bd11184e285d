-- A key of a stream cannot be enforced.
CREATE TABLE t (a INT, PRIMARY KEY (a));
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- error
E201 unexpected ')', expected NOT ENFORCED
  --> script.sql:2:39
   | CREATE TABLE t (a INT, PRIMARY KEY (a));
   |                                       ^
hint: PRIMARY KEY (…) NOT ENFORCED, as Flink asks
