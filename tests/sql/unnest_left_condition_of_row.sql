-- The condition of LEFT JOIN UNNEST may read the row itself; one that fails makes the row invalid.
CREATE TABLE t (id INT, least INT, xs ARRAY<INT>);
CREATE TABLE o (id INT, x INT);
CREATE TABLE q (id INT, x INT);
INSERT INTO o SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON x > least;
INSERT INTO q SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON 60 / x > least;
--- t
{"id": 1, "least": 3, "xs": [1, 5, 4, 30]}
{"id": 2, "least": 9, "xs": [1, 30]}
{"id": 3, "least": 1}
{"id": 4, "xs": [7]}
{"id": 5, "least": 0, "xs": [null, 2, 0, 1]}
--- rows o
1, 5
1, 4
1, 30
2, 30
3, NULL
4, NULL
5, 2
5, 1
--- rows q
1, 1
1, 5
1, 4
2, 1
3, NULL
4, NULL
--- rejected
t: division by zero
