-- A switch is TRUE or FALSE.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), is_anomaly => 1));
--- error
E217 RANDOM_CUT_FOREST: is_anomaly takes a BOOLEAN
  --> script.sql:4:91
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), is_anomaly => 1));
   |                                                                                           ^
hint: IS_ANOMALY => TRUE -- Add is_anomaly: is the score above the key's own threshold?
