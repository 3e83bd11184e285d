-- LATERAL UNNEST is UNNEST.
CREATE TABLE t (id INT, xs ARRAY<INT>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, x FROM t, LATERAL UNNEST(xs) AS e (x);
--- t
{"id": 1, "xs": [1, 5]}
{"id": 2, "xs": []}
--- rows o
1, 1
1, 5
