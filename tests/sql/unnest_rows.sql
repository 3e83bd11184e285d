-- A ROW's fields become columns, under their own names if no others are given; a NULL gives no row.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, a INT, b STRING);
INSERT INTO o SELECT id, e.a, b FROM t CROSS JOIN UNNEST(rs) AS e;
--- t
{"id": 1, "xs": [10, 20], "ms": {"p": 1}, "rs": [{"a": 1, "b": "u"}, {"a": 2}]}
{"id": 2, "xs": [], "ms": {}, "rs": []}
{"id": 3}
{"id": 4, "xs": [null, 30], "ms": {"q": 2, "r": null}, "rs": [null]}
{"id": 5, "rs": [null, {"a": 7}, null]}
--- rows o
1, 1, 'u'
1, 2, NULL
5, 7, NULL
