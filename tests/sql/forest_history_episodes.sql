-- A history teaches a forest that is frozen from the first live row on, and has no episodes of its own.
CREATE TABLE t (n INT, x DOUBLE);
CREATE TABLE past (x DOUBLE) WITH ('connector' = 'filesystem', 'path' = 'past.json', 'format' = 'json');
CREATE TABLE o (n INT, score DOUBLE, episode BIGINT);
INSERT INTO o SELECT n, anomaly_score, episode FROM TABLE(RANDOM_CUT_FOREST(
    TABLE t, DESCRIPTOR(x), OUTPUT_AFTER => 1, FREEZE_AFTER => 0, EPISODE_GAP => 0,
    ANOMALY_RATE => 0.5, HISTORY => TABLE past));
--- past
{"x": 1}
{"x": 1}
{"x": 1}
{"x": 1}
{"x": 1}
{"x": 1}
{"x": 1}
{"x": 900}
{"x": 1}
--- t
{"n": 1, "x": 1}
{"n": 2, "x": -900}
{"n": 3, "x": 1}
{"n": 4, "x": -900}
--- end
--- rows o
1, 0.44257765010939565, NULL
2, 2.492368828969658, 1
3, 0.44257765010939565, NULL
4, 2.492368828969658, 2
