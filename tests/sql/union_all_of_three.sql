-- UNION ALL of three queries; each keeps its rows.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT, src STRING);
INSERT INTO o SELECT a, 'plain' FROM t UNION ALL SELECT a * 2, 'twice' FROM t WHERE a > 1 UNION ALL SELECT -a, 'minus' FROM t;
--- t
{"a": 1}
{"a": 2}
--- rows o
1, 'plain'
2, 'plain'
4, 'twice'
-1, 'minus'
-2, 'minus'
