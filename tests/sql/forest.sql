-- RANDOM_CUT_FOREST has a forest per key, NULL among them; a row without a number has no score.
CREATE TABLE t (k STRING, x DOUBLE, y INT);
CREATE TABLE o (k STRING, x DOUBLE, score DOUBLE);
INSERT INTO o SELECT k, x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x, y), OUTPUT_AFTER => 1));
--- t
{"k": "a", "x": 1, "y": 1}
{"x": 1, "y": 1}
{"k": "", "x": 1, "y": 1}
{"k": "a", "x": "NaN", "y": 1}
{"k": "a", "x": 1}
--- restart
--- t
{"k": "a", "x": 1, "y": 1}
{"x": 9, "y": 1}
--- rows o
'a', 1.0, 0.0
NULL, 1.0, 0.0
'', 1.0, 0.0
'a', nan, NULL
'a', 1.0, NULL
'a', 1.0, 0.5
NULL, 9.0, 1.0
