-- A preset gives defaults, and what is given beside it wins; a score that repeats a recent one is halved.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE, scored BOOLEAN);
CREATE TABLE r (x DOUBLE, scored BOOLEAN);
INSERT INTO o SELECT x, anomaly_score > 0
FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), preset => 'metrics', output_after => 2));
INSERT INTO r SELECT x, anomaly_score > 0
FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), repeat_gap => 3, preset => 'metrics'));
--- t
{"x": 1}
{"x": 2}
--- restart
--- t
{"x": 1}
{"x": 9}
--- rows o
1.0, FALSE
2.0, FALSE
1.0, TRUE
9.0, TRUE
--- rows r
1.0, FALSE
2.0, FALSE
1.0, FALSE
9.0, FALSE
