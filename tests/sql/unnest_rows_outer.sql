-- A LEFT JOIN keeps a row whose only elements are NULL ROWs, once.
CREATE TABLE t (id INT, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, a INT, b STRING);
INSERT INTO o SELECT id, a, b FROM t LEFT JOIN UNNEST(rs) AS e (a, b) ON TRUE;
--- t
{"id": 1, "rs": [null]}
{"id": 2, "rs": [null, {"a": 1}, null]}
{"id": 3, "rs": [{}]}
{"id": 4, "rs": []}
{"id": 5}
--- rows o
1, NULL, NULL
2, 1, NULL
3, NULL, NULL
4, NULL, NULL
5, NULL, NULL
