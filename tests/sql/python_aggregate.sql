-- An aggregate in Python: per key, over updates, with FILTER and DISTINCT, of nothing.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE TABLE t (k STRING, v INT);
CREATE TABLE o (k STRING, total BIGINT, big BIGINT, different BIGINT);
CREATE TABLE whole (total BIGINT);
CREATE TABLE updated (total BIGINT);
CREATE VIEW most AS SELECT k, MAX(v) AS v FROM t GROUP BY k;
INSERT INTO o SELECT k, total(v), total(v) FILTER (WHERE v > 4), total(DISTINCT v) FROM t GROUP BY k;
INSERT INTO whole SELECT total(v) FROM t;
INSERT INTO updated SELECT total(v) FROM most;
--- t
{"k": "a", "v": 4}
{"k": "b"}
{"k": "a", "v": 4}
--- changes o
+I 'a', 8, NULL, 4
+I 'b', NULL, NULL, NULL
--- changes whole
+I 8
--- changes updated
+I 4
--- t
{"k": "b", "v": 7}
{"k": "a", "v": 9}
{"k": "b"}
--- changes o
-U 'b', NULL, NULL, NULL
+U 'b', 7, 7, 7
-U 'a', 8, NULL, 4
+U 'a', 17, 9, 13
--- changes whole
-U 8
+U 24
--- changes updated
-U 4
+U 16
