-- Texts, decimals, times and fields of rows in conditions and measures; a pattern that keeps no values at all.
CREATE TABLE t (k STRING, p ROW<price DECIMAL(10, 2), tag STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, tags STRING, total DECIMAL(38, 2), took BIGINT, started TIMESTAMP(3));
CREATE TABLE bare (n BIGINT);
INSERT INTO o SELECT * FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY ts
    MEASURES A.p.tag || '-' || B.p.tag AS tags, SUM(B.p.price) AS total, TIMESTAMPDIFF(SECOND, A.ts, B.ts) AS took, FIRST(A.ts) AS started
    PATTERN (A B)
    DEFINE A AS A.p.tag LIKE 'x%', B AS B.p.price > A.p.price * 2 AND B.p.tag <> A.p.tag
);
INSERT INTO bare SELECT n FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES COUNT(*) AS n PATTERN (A{2}) DEFINE A AS TRUE);
--- t
{"k": "a", "p": {"price": 1.25, "tag": "x1"}, "ts": "2024-01-01 00:00:01"}
{"k": "a", "p": {"price": 2.51, "tag": "y"}, "ts": "2024-01-01 00:00:03"}
{"k": "a", "p": {"price": 1.00, "tag": "x2"}, "ts": "2024-01-01 00:00:04"}
{"k": "a", "p": {"price": 2.00, "tag": "z"}, "ts": "2024-01-01 00:00:05"}
{"k": "a", "p": {"price": 1.00, "tag": "x3"}, "ts": "2024-01-01 00:00:06"}
--- restart
--- t
{"k": "a", "p": null, "ts": "2024-01-01 00:00:07"}
--- end
--- rows o
'a', 'x1-y', 2.51, 2, 2024-01-01 00:00:01.000
--- rows bare
2
2
2
