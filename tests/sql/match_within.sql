-- WITHIN bounds the time from the first row to the last, which must be less; what a timeout held back comes out.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
CREATE TABLE o (k STRING, a BIGINT, b BIGINT, rt TIMESTAMP(3));
CREATE TABLE minutes (we TIMESTAMP(3), found BIGINT);
CREATE VIEW m AS SELECT * FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY ts
    MEASURES A.n AS a, B.n AS b, MATCH_ROWTIME() AS rt
    PATTERN (A C*? B) WITHIN INTERVAL '5' SECOND
    DEFINE A AS A.n < 10, B AS B.n > 10, C AS C.n <= 10
);
INSERT INTO o SELECT k, a, b, rt FROM m;
INSERT INTO minutes SELECT window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE m, DESCRIPTOR(rt), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
--- t
{"k": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "x", "n": 2, "ts": "2024-01-01 00:00:03"}
{"k": "x", "n": 20, "ts": "2024-01-01 00:00:06"}
{"k": "y", "n": 3, "ts": "2024-01-01 00:00:06"}
{"k": "y", "n": 30, "ts": "2024-01-01 00:00:10.999"}
{"k": null, "n": 4, "ts": "2024-01-01 00:00:20"}
{"k": "x", "n": 40, "ts": "2024-01-01 00:00:02"}
{"k": null, "n": 50, "ts": "2024-01-01 00:00:19.001"}
{"k": null, "n": 60, "ts": "2024-01-01 00:00:24.999"}
--- rows o
'x', 2, 20, 2024-01-01 00:00:06.000
'y', 3, 30, 2024-01-01 00:00:10.999
--- restart
--- end
--- rows o
NULL, 4, 60, 2024-01-01 00:00:24.999
--- rows minutes
2024-01-01 00:01:00.000, 3
--- rejected
t: late: the watermark has passed it
