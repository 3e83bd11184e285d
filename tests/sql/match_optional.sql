-- Optional variables, rows of one time in the order of a second key, and a condition on nothing.
CREATE TABLE t (k STRING, n BIGINT, m BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
CREATE TABLE o (k STRING, a BIGINT, b BIGINT, c BIGINT);
INSERT INTO o SELECT T.k, T.a, T.b, T.c FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY ts, m DESC
    MEASURES A.n AS a, B.n AS b, C.n AS c
    PATTERN (A B? C)
    DEFINE A AS A.n = 1, B AS B.n = 2, C AS C.n >= COALESCE(B.n, 3)
) AS T;
--- t
{"k": "a", "n": 3, "m": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 2, "m": 2, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 1, "m": 3, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 1, "m": 1, "ts": "2024-01-01 00:00:02"}
{"k": "b", "n": 3, "m": null, "ts": "2024-01-01 00:00:02"}
{"k": "b", "n": null, "m": 1, "ts": "2024-01-01 00:00:03"}
{"k": "b", "n": 1, "m": 1, "ts": "2024-01-01 00:00:04"}
{"k": "b", "n": null, "m": 1, "ts": "2024-01-01 00:00:05"}
--- end
--- rows o
'a', 1, 2, 3
'b', 1, NULL, 3
