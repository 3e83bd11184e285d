-- A MAP's entry becomes two columns.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, k STRING, v INT);
INSERT INTO o SELECT id, k, v FROM t CROSS JOIN UNNEST(ms) AS e (k, v);
--- t
{"id": 1, "xs": [10, 20], "ms": {"p": 1}, "rs": [{"a": 1, "b": "u"}, {"a": 2}]}
{"id": 2, "xs": [], "ms": {}, "rs": []}
{"id": 3}
{"id": 4, "xs": [null, 30], "ms": {"q": 2, "r": null}, "rs": [null]}
--- rows o
1, 'p', 1
4, 'q', 2
4, 'r', NULL
