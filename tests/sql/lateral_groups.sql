-- LATERAL over aggregates: groups of each key; as in Flink, a key without rows has none.
CREATE TABLE t (k INT);
CREATE TABLE u (k INT, g STRING, b INT);
CREATE TABLE whole (k INT, most INT, n BIGINT);
CREATE TABLE whole_left (k INT, most INT, n BIGINT);
CREATE TABLE groups_of (k INT, g STRING, n BIGINT);
CREATE TABLE distinct_of (k INT, g STRING);
INSERT INTO whole SELECT t.k, most, n FROM t, LATERAL (SELECT MAX(b) AS most, COUNT(*) AS n FROM u WHERE u.k = t.k) AS r;
INSERT INTO whole_left SELECT t.k, most, n FROM t LEFT JOIN LATERAL (
    SELECT COALESCE(MAX(b), 0) AS most, COUNT(*) AS n FROM u WHERE u.k = t.k) AS r ON TRUE;
INSERT INTO groups_of SELECT t.k, g, n FROM t LEFT JOIN LATERAL (
    SELECT g, COUNT(*) AS n FROM u WHERE u.k = t.k AND b > 0 GROUP BY g HAVING COUNT(*) > 1) AS r ON TRUE;
INSERT INTO distinct_of SELECT t.k, g FROM t, LATERAL (SELECT DISTINCT g FROM u WHERE u.k = t.k) AS r;
--- t
{"k": 1}
{"k": 2}
--- u
{"k": 1, "g": "a", "b": 10}
{"k": 1, "g": "a", "b": 20}
{"k": 1, "g": "b", "b": 30}
{"k": 3, "g": "a", "b": 1}
--- changes whole
+I 1, 30, 3
--- changes whole_left
+I 1, NULL, NULL
+I 2, NULL, NULL
-D 1, NULL, NULL
+I 1, 30, 3
--- changes groups_of
+I 1, NULL, NULL
+I 2, NULL, NULL
-D 1, NULL, NULL
+I 1, 'a', 2
--- changes distinct_of
+I 1, 'a'
+I 1, 'b'
