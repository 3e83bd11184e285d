-- WITH ORDINALITY numbers the elements from 1.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT, n INT);
INSERT INTO o SELECT id, x, n FROM t, UNNEST(xs) WITH ORDINALITY AS e (x, n) WHERE x > 10;
--- t
{"id": 1, "xs": [10, 20], "ms": {"p": 1}, "rs": [{"a": 1, "b": "u"}, {"a": 2}]}
{"id": 2, "xs": [], "ms": {}, "rs": []}
{"id": 3}
{"id": 4, "xs": [null, 30], "ms": {"q": 2, "r": null}, "rs": [null]}
--- rows o
1, 20, 2
4, 30, 2
