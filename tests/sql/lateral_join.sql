-- LATERAL (SELECT …) that reads a column before it is a join: with a comma, INNER and LEFT.
CREATE TABLE t (k INT, a INT);
CREATE TABLE u (k INT, b INT);
CREATE TABLE comma (k INT, a INT, b INT);
CREATE TABLE sums (k INT, s INT);
CREATE TABLE kept (k INT, b INT, n INT, s INT);
CREATE TABLE less (a INT, b INT);
CREATE TABLE asked (k INT, b INT);
CREATE TABLE unbound (a INT, b INT);
INSERT INTO comma SELECT t.k, a, b FROM t, LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r;
INSERT INTO sums SELECT t.k, s FROM t CROSS JOIN LATERAL (SELECT t.a + b FROM u WHERE u.k = t.k AND b > 10) AS r (s);
INSERT INTO kept SELECT t.k, b, n, s FROM t LEFT JOIN LATERAL (SELECT b, 1 AS n, COALESCE(t.a, 0) AS s FROM u WHERE u.k = t.k) AS r ON TRUE;
INSERT INTO less SELECT a, b FROM t JOIN LATERAL (SELECT b FROM u WHERE b < a) AS r ON TRUE;
INSERT INTO asked SELECT t.k, b FROM t LEFT JOIN LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r ON b > a;
INSERT INTO unbound SELECT a, b FROM t, LATERAL (SELECT b FROM u WHERE b = 10) AS r;
--- t
{"k": 1, "a": 15}
{"k": 2, "a": 5}
{"a": 1}
--- u
{"k": 1, "b": 10}
{"k": 1, "b": 20}
{"k": 3, "b": 30}
{"b": 40}
--- t
{"k": 3, "a": 7}
{"k": 1, "a": 15}
--- rows comma
1, 15, 10
1, 15, 20
3, 7, 30
1, 15, 10
1, 15, 20
--- rows sums
1, 35
3, 37
1, 35
--- changes kept
+I 1, NULL, NULL, NULL
+I 2, NULL, NULL, NULL
+I NULL, NULL, NULL, NULL
-D 1, NULL, NULL, NULL
+I 1, 10, 1, 15
+I 1, 20, 1, 15
+I 3, 30, 1, 7
+I 1, 10, 1, 15
+I 1, 20, 1, 15
--- rows less
15, 10
15, 10
--- changes asked
+I 1, NULL
+I 2, NULL
+I NULL, NULL
-D 1, NULL
+I 1, 20
+I 3, 30
+I 1, 20
--- rows unbound
15, 10
5, 10
1, 10
7, 10
15, 10
