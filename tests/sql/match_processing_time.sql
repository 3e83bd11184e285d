-- Ordered by processing time, rows are looked at as they come, and WITHIN runs on the clock.
CREATE TABLE t (k STRING, n BIGINT, pt AS PROCTIME());
CREATE TABLE o (k STRING, a BIGINT, b BIGINT);
INSERT INTO o SELECT * FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY pt MEASURES A.n AS a, B.n AS b
    PATTERN (A B) WITHIN INTERVAL '10' SECOND DEFINE A AS A.n < 10, B AS B.n > A.n
);
--- at 1
--- t
{"k": "x", "n": 1}
{"k": "y", "n": 5}
{"k": "x", "n": 2}
--- rows o
'x', 1, 2
--- restart
--- at 11
--- t
{"k": "y", "n": 6}
--- at 20
--- t
{"k": "y", "n": 7}
--- rows o
'y', 6, 7
