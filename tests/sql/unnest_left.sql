-- LEFT JOIN UNNEST keeps a row without elements.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, e.x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON TRUE;
--- t
{"id": 1, "xs": [10, 20], "ms": {"p": 1}, "rs": [{"a": 1, "b": "u"}, {"a": 2}]}
{"id": 2, "xs": [], "ms": {}, "rs": []}
{"id": 3}
{"id": 4, "xs": [null, 30], "ms": {"q": 2, "r": null}, "rs": [null]}
--- rows o
1, 10
1, 20
2, NULL
3, NULL
4, NULL
4, 30
