-- LEFT JOIN UNNEST … ON: elements that do not meet the condition do not count; a row stays without any.
CREATE TABLE t (id INT, least INT, xs ARRAY<INT>, ms MAP<STRING, INT>);
CREATE TABLE o (id INT, x INT);
CREATE TABLE p (id INT, k STRING, v INT);
CREATE TABLE q (id INT, x INT);
INSERT INTO o SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON x > least;
INSERT INTO p SELECT id, k, v FROM t LEFT JOIN UNNEST(ms) AS e (k, v) ON v > 1 AND k <> 'z';
INSERT INTO q SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON 60 / x > least;
--- t
{"id": 1, "least": 3, "xs": [1, 5, 4, 2], "ms": {"a": 1, "b": 2, "z": 3}}
{"id": 2, "least": 9, "xs": [1, 5], "ms": {"z": 9}}
{"id": 3, "least": 1}
{"id": 4, "xs": [7], "ms": {}}
{"id": 5, "least": 0, "xs": [null, 2, 0, 1]}
--- rows o
1, 5
1, 4
2, NULL
3, NULL
4, NULL
5, 2
5, 1
--- rows p
1, 'b', 2
2, NULL, NULL
3, NULL, NULL
4, NULL, NULL
5, NULL, NULL
--- rows q
1, 1
1, 5
1, 4
1, 2
2, 1
2, 5
3, NULL
4, NULL
--- rejected
t: division by zero
