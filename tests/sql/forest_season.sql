-- SEASON compares a row with its time of the day before; the first day has nothing to compare with.
CREATE TABLE t (x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE, score DOUBLE);
INSERT INTO o SELECT x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), OUTPUT_AFTER => 1, SEASON => 'day'));
--- t
{"x": 1, "ts": "2026-01-01 00:00:00"}
{"x": 9, "ts": "2026-01-01 12:00:00"}
{"x": 1, "ts": "2026-01-02 00:10:00"}
--- restart
--- t
{"x": 9, "ts": "2026-01-02 12:10:00"}
{"ts": "2026-01-02 13:00:00"}
{"x": 9, "ts": "2026-01-03 00:20:00"}
--- rows o
1.0, 0.0
9.0, 1.0
1.0, 0.5943609377704336
9.0, 0.6666666666666666
NULL, NULL
9.0, 1.1293229009995502
