-- A season needs event time.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), season => 'day'));
--- error
E217 season needs a table with event time
  --> script.sql:4:87
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), season => 'day'));
   |                                                                                       ^^^^^
hint: declare a WATERMARK: what is usual depends on the time of the day
