-- By processing time: what came within five seconds before.
CREATE TABLE a (id INT, k STRING, p AS PROCTIME());
CREATE TABLE b (n INT, k STRING, p AS PROCTIME());
CREATE TABLE o (id INT, n INT);
INSERT INTO o SELECT id, n FROM a LEFT JOIN b ON a.k = b.k AND b.p BETWEEN a.p - INTERVAL '5' SECOND AND a.p;
--- at 10
--- b
{"n": 1, "k": "x"}
--- at 14
--- a
{"id": 1, "k": "x"}
{"id": 2, "k": "y"}
--- at 16
--- a
{"id": 3, "k": "x"}
--- at 30
--- rows o
1, 1
2, NULL
3, NULL
