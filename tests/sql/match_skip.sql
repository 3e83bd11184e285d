-- Where the search goes on after a match: four ways over the same rows.
CREATE TABLE t (n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE past (a BIGINT, b BIGINT, c BIGINT);
CREATE TABLE next_ (a BIGINT, b BIGINT, c BIGINT);
CREATE TABLE to_first (a BIGINT, b BIGINT, c BIGINT);
CREATE TABLE to_last (a BIGINT, b BIGINT, c BIGINT);
INSERT INTO past SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a, LAST(B.n) AS b, C.n AS c
    AFTER MATCH SKIP PAST LAST ROW PATTERN (A B{2} C) DEFINE A AS n > 0);
INSERT INTO next_ SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a, LAST(B.n) AS b, C.n AS c
    AFTER MATCH SKIP TO NEXT ROW PATTERN (A B{2} C) DEFINE A AS n > 0);
INSERT INTO to_first SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a, LAST(B.n) AS b, C.n AS c
    AFTER MATCH SKIP TO FIRST B PATTERN (A B{2} C) DEFINE A AS n > 0);
INSERT INTO to_last SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a, LAST(B.n) AS b, C.n AS c
    AFTER MATCH SKIP TO LAST B PATTERN (A B{2} C) DEFINE A AS n > 0);
--- t
{"n": 1, "ts": "2024-01-01 00:00:01"}
{"n": 2, "ts": "2024-01-01 00:00:02"}
{"n": 3, "ts": "2024-01-01 00:00:03"}
{"n": 4, "ts": "2024-01-01 00:00:04"}
{"n": 5, "ts": "2024-01-01 00:00:05"}
{"n": 6, "ts": "2024-01-01 00:00:06"}
--- end
--- rows past
1, 3, 4
--- rows next_
1, 3, 4
2, 4, 5
3, 5, 6
--- rows to_first
1, 3, 4
2, 4, 5
3, 5, 6
--- rows to_last
1, 3, 4
3, 5, 6
