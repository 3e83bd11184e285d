-- RANDOM_CUT_FOREST_WITH_EXPLANATION says in JSON how much each column has to do with the score,
-- and, when asked, in which direction it lies; a row without a score has no explanation.
CREATE TABLE t (k STRING, x DOUBLE, y INT);
CREATE TABLE o (k STRING, score DOUBLE, explanation STRING);
CREATE TABLE p (k STRING, share STRING);
INSERT INTO o SELECT k, anomaly_score, anomaly_explanation
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(TABLE t PARTITION BY k, DESCRIPTOR(x, y), 10, 16, 1000, 1, TRUE, output_after => 1));
INSERT INTO p SELECT k, JSON_VALUE(anomaly_explanation, '$.x.ATTRIBUTION_SCORE')
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(TABLE t PARTITION BY k, DESCRIPTOR(x, y), output_after => 1));
--- t
{"k": "a", "x": 1, "y": 1}
{"k": "b", "x": 1, "y": 1}
{"k": "a", "x": 1}
--- restart
--- t
{"k": "a", "x": 9, "y": 1}
{"k": "b", "x": 1, "y": -5}
--- rows o
'a', 0.0, '{"x":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"},"y":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"}}'
'b', 0.0, '{"x":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"},"y":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"}}'
'a', NULL, NULL
'a', 1.0, '{"x":{"DIRECTION":"HIGH","STRENGTH":"1.0000","ATTRIBUTION_SCORE":"1.0000"},"y":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"}}'
'b', 1.0, '{"x":{"DIRECTION":"HIGH","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"},"y":{"DIRECTION":"LOW","STRENGTH":"1.0000","ATTRIBUTION_SCORE":"1.0000"}}'
--- rows p
'a', '0.0000'
'b', '0.0000'
'a', NULL
'a', '1.0000'
'b', '0.0000'
