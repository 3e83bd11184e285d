-- A rate is a share.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), anomaly_rate => 2));
--- error
E217 RANDOM_CUT_FOREST: anomaly_rate is 0.0 to 0.5
  --> script.sql:4:93
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), anomaly_rate => 2));
   |                                                                                             ^
hint: ANOMALY_RATE => 0.001 -- The share of a key's rows that its threshold lets pass as anomalies in the long run.
