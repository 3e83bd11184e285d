-- A greedy variable keeps every row that it could have itself; a reluctant one ends as soon as it may.
CREATE TABLE t (n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE greedy (bs BIGINT, c BIGINT);
CREATE TABLE reluctant (bs BIGINT, c BIGINT);
CREATE TABLE bounded (bs BIGINT, c BIGINT);
INSERT INTO greedy SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES COUNT(B.n) AS bs, C.n AS c PATTERN (A B* C) DEFINE A AS n = 0, B AS n < 5, C AS n > 1);
INSERT INTO reluctant SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES COUNT(B.n) AS bs, C.n AS c PATTERN (A B*? C) DEFINE A AS n = 0, B AS n < 5, C AS n > 1);
INSERT INTO bounded SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES COUNT(B.n) AS bs, C.n AS c PATTERN (A B{1,2} C) DEFINE A AS n = 0, B AS n < 5, C AS n > 1);
--- t
{"n": 0, "ts": "2024-01-01 00:00:01"}
{"n": 1, "ts": "2024-01-01 00:00:02"}
{"n": 3, "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:04"}
{"n": 7, "ts": "2024-01-01 00:00:05"}
{"n": 0, "ts": "2024-01-01 00:00:06"}
{"n": 1, "ts": "2024-01-01 00:00:07"}
{"n": 8, "ts": "2024-01-01 00:00:08"}
--- end
--- rows greedy
3, 7
1, 8
--- rows reluctant
1, 3
1, 8
--- rows bounded
1, 8
