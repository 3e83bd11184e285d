-- UNNEST gives a row per element of an ARRAY; none gives no row.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, x FROM t CROSS JOIN UNNEST(t.xs) AS e (x);
--- t
{"id": 1, "xs": [10, 20], "ms": {"p": 1}, "rs": [{"a": 1, "b": "u"}, {"a": 2}]}
{"id": 2, "xs": [], "ms": {}, "rs": []}
{"id": 3}
{"id": 4, "xs": [null, 30], "ms": {"q": 2, "r": null}, "rs": [null]}
--- rows o
1, 10
1, 20
4, NULL
4, 30
