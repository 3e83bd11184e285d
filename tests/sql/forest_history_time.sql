-- Time stands still above a forest until its history has been read, and the history has no say in it.
SET 'table.exec.source.idle-timeout' = '30 s';
CREATE TABLE t (x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE past (x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'past.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT, most DOUBLE);
CREATE VIEW scored AS SELECT x, ts, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(
    TABLE t, DESCRIPTOR(x), OUTPUT_AFTER => 1, HISTORY => TABLE past));
INSERT INTO o SELECT window_start, COUNT(*), MAX(anomaly_score)
FROM TABLE(TUMBLE(TABLE scored, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- past
{"x": 1, "ts": "2030-01-01 00:00:00"}
--- t
{"x": 1, "ts": "2024-01-01 00:00:01"}
{"x": 1, "ts": "2024-01-01 00:00:09"}
{"x": 1, "ts": "2024-01-01 00:00:11"}
{"x": 1, "ts": "2024-01-01 00:00:08"}
--- rows o
--- at 40
--- rows o
--- end past
--- rows o
2024-01-01 00:00:00.000, 2, 0.5
--- t
{"x": 1, "ts": "2024-01-01 00:00:12"}
{"x": 1, "ts": "2024-01-01 00:00:21"}
--- rows o
2024-01-01 00:00:10.000, 2, 0.5
--- end
--- rows o
2024-01-01 00:00:20.000, 1, 0.5
