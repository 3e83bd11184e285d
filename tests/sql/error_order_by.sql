-- As in Flink, a stream is sorted by an event time, or cut off by LIMIT.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT);
INSERT INTO o SELECT k, n FROM t ORDER BY n;
--- error
E231 ORDER BY n is not by time, and a stream of rows has no end to sort at
  --> script.sql:4:43
   | INSERT INTO o SELECT k, n FROM t ORDER BY n;
   |                                           ^
hint: order by an event time, ascending, of new rows only, or add LIMIT 10
