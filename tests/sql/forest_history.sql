-- HISTORY is learned before the first live row is scored, by key, and gives no rows itself.
CREATE TABLE t (k STRING, note STRING, x DOUBLE);
CREATE TABLE past (x DOUBLE, k STRING, other INT) WITH ('connector' = 'filesystem', 'path' = 'past.json', 'format' = 'json');
CREATE TABLE o (k STRING, note STRING, x DOUBLE, score DOUBLE);
INSERT INTO o SELECT k, note, x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(
    TABLE t PARTITION BY k, DESCRIPTOR(x), OUTPUT_AFTER => 1, HISTORY => TABLE past)) WHERE x > 0;
--- t
{"k": "a", "note": "held back", "x": 1}
{"k": "b", "note": "has no history", "x": 1}
--- rows o
--- past
{"k": "a", "x": 1}
{"k": "a", "x": 1}
--- restart
--- past
{"k": "c", "x": 5, "other": 1}
{"k": "a"}
--- t
{"k": "a", "note": "below", "x": -1}
{"k": "c", "note": "another key", "x": 6}
--- end
--- rows o
'a', 'held back', 1.0, 0.5
'b', 'has no history', 1.0, 0.0
'c', 'another key', 6.0, 1.0
