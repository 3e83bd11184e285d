-- A history without an end would never let a live row through.
CREATE TABLE t (x DOUBLE);
CREATE TABLE past (x DOUBLE) WITH ('connector' = 'filesystem', 'path' = 'past', 'format' = 'json', 'source.monitor-interval' = '1 s');
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), history => TABLE past));
--- error
E208 RANDOM_CUT_FOREST with a history that has no end is not supported yet
  --> script.sql:5:94
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), history => TABLE past));
   |                                                                                              ^^^^
hint: read files that are not followed, or a stream with 'scan.bounded.mode' = 'latest-offset'
