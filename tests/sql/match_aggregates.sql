-- Aggregates run over the rows of a variable, those so far in DEFINE, all of them in MEASURES.
CREATE TABLE t (k STRING, n BIGINT, price DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, first_ BIGINT, next_ BIGINT, total BIGINT, mean DOUBLE, most DOUBLE, rows_ BIGINT, mine BIGINT, last_ BIGINT);
INSERT INTO o SELECT * FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY ts
    MEASURES FIRST(A.n) AS first_, FIRST(A.n, 1) AS next_, SUM(A.n * 2) AS total, AVG(A.price) AS mean, MAX(price) AS most,
        COUNT(*) AS rows_, COUNT(A.price) AS mine, LAST(n) AS last_
    AFTER MATCH SKIP PAST LAST ROW
    PATTERN (A+ B)
    DEFINE A AS SUM(A.n) < 10
) AS m;
--- t
{"k": "a", "n": 3, "price": 1.5, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 4, "price": null, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 3, "price": 7.5, "ts": "2024-01-01 00:00:03"}
{"k": "a", "n": null, "price": 2.5, "ts": "2024-01-01 00:00:04"}
{"k": "a", "n": 9, "price": 3.5, "ts": "2024-01-01 00:00:05"}
{"k": "a", "n": 5, "price": 4.5, "ts": "2024-01-01 00:00:06"}
--- end
--- rows o
'a', 3, 4, 14, 1.5, 7.5, 3, 1, 3
'a', 9, NULL, 18, 3.5, 4.5, 2, 1, 5
