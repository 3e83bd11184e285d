-- The most frequent of each sliding window: a Top-N over a window aggregate.
CREATE TABLE t (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (w TIMESTAMP(3), k STRING, c BIGINT);
INSERT INTO o SELECT we, k, c FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY ws, we ORDER BY c DESC) AS rn FROM (
        SELECT window_start AS ws, window_end AS we, k, COUNT(*) AS c
        FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND))
        GROUP BY window_start, window_end, k)) WHERE rn = 1;
--- t
{"k": "a", "ts": "2024-01-01 00:00:01"}
{"k": "b", "ts": "2024-01-01 00:00:06"}
{"k": "b", "ts": "2024-01-01 00:00:07"}
{"k": "c", "ts": "2024-01-01 00:00:12"}
--- rows o
2024-01-01 00:00:05.000, 'a', 1
2024-01-01 00:00:10.000, 'b', 2
--- end
--- rows o
2024-01-01 00:00:15.000, 'b', 2
2024-01-01 00:00:20.000, 'c', 1
