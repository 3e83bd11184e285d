-- Options add columns: a grade and episodes by the key's own threshold, expected values with a range.
CREATE TABLE t (k STRING, x DOUBLE);
CREATE TABLE o (x DOUBLE, anomaly BOOLEAN, grade DOUBLE, episode BIGINT, starts BOOLEAN);
CREATE TABLE e (x DOUBLE, expected DOUBLE, low DOUBLE, high DOUBLE);
CREATE TABLE z (x DOUBLE, score DOUBLE);
INSERT INTO o SELECT x, is_anomaly, ROUND(anomaly_grade, 2), episode, starts_episode
FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), output_after => 4,
    is_anomaly => TRUE, anomaly_grade => TRUE, episode_gap => 2, threshold_minimum => 1.5));
INSERT INTO e SELECT x, x_expected, x_low, x_high
FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), output_after => 4,
    expected_value => TRUE, missing_values => 'last'));
INSERT INTO z SELECT x, anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), output_after => 4, freeze_after => 0));
--- t
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 1}
{"k": "a", "x": 7}
--- restart
--- t
{"k": "a", "x": 50}
{"k": "a"}
{"k": "a", "x": 1}
--- rows o
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
1.0, FALSE, 0.0, NULL, FALSE
7.0, TRUE, 0.3, 1, TRUE
50.0, FALSE, 0.0, NULL, FALSE
NULL, NULL, NULL, NULL, NULL
1.0, FALSE, 0.0, NULL, FALSE
--- rows e
1.0, NULL, NULL, NULL
1.0, NULL, NULL, NULL
1.0, NULL, NULL, NULL
1.0, NULL, NULL, NULL
1.0, 1.0, 1.0, 1.0
1.0, 1.0, 1.0, 1.0
1.0, 1.0, 1.0, 1.0
1.0, 1.0, 1.0, 1.0
7.0, 1.0, 1.0, 1.0
50.0, 1.0, 1.0, 7.0
NULL, 1.0, 1.0, 50.0
1.0, 1.0, 1.0, 50.0
--- rows z
1.0, 0.0
1.0, 0.0
1.0, 0.0
1.0, 0.0
1.0, 0.0
1.0, 0.0
1.0, 0.0
1.0, 0.0
7.0, 0.0
50.0, 0.0
NULL, NULL
1.0, 0.0
