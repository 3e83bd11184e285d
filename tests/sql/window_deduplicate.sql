-- The last row of each window and key by event time; of equals the one that came last.
CREATE TABLE t (k STRING, x INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE last_ (k STRING, x INT);
CREATE TABLE first_ (k STRING, x INT);
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND));
INSERT INTO last_ SELECT k, x FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, k ORDER BY window_time DESC) AS rn FROM w) WHERE rn = 1;
INSERT INTO first_ SELECT k, x FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY k, window_end, window_start ORDER BY window_time) AS rn FROM w) WHERE rn = 1;
--- t
{"k": "a", "x": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "x": 2, "ts": "2024-01-01 00:00:02"}
{"k": "a", "x": 3, "ts": "2024-01-01 00:00:03"}
--- end
--- rows last_
'a', 3
'b', 2
--- rows first_
'a', 1
'b', 2
