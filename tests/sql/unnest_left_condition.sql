-- LEFT JOIN UNNEST … ON: elements that do not meet the condition do not count; a row stays without any.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>);
CREATE TABLE o (id INT, x INT);
CREATE TABLE p (id INT, k STRING, v INT);
INSERT INTO o SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON x > 3;
INSERT INTO p SELECT id, k, v FROM t LEFT JOIN UNNEST(ms) AS e (k, v) ON v > 1 AND k <> 'z';
--- t
{"id": 1, "xs": [1, 5, 4, 2], "ms": {"a": 1, "b": 2, "z": 3}}
{"id": 2, "xs": [1, 2], "ms": {"z": 9}}
{"id": 3}
{"id": 4, "xs": [7], "ms": {}}
{"id": 5, "xs": [null, 2, 4]}
--- rows o
1, 5
1, 4
2, NULL
3, NULL
4, 7
5, 4
--- rows p
1, 'b', 2
2, NULL, NULL
3, NULL, NULL
4, NULL, NULL
5, NULL, NULL
