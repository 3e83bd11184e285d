-- A score with a season is the mean of two, and has no one explanation.
CREATE TABLE t (x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), season => 'week', expected_value => TRUE));
--- error
E217 a score with a season is not explained
  --> script.sql:4:87
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), season => 'week', expected_value => TRUE));
   |                                                                                       ^^^^^^
hint: explain a second call without a season
