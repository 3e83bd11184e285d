-- A Top-N by LATERAL has no rows for NULL, which equals nothing.
CREATE TABLE cities (name STRING, state STRING, pop INT);
CREATE TABLE o (state STRING, name STRING);
INSERT INTO o SELECT state, name
FROM (SELECT DISTINCT state FROM cities) states, LATERAL (
    SELECT name, pop FROM cities WHERE state = states.state ORDER BY pop DESC LIMIT 2);
--- cities
{"name": "A", "state": "X", "pop": 3}
{"name": "B", "state": "X", "pop": 5}
{"name": "C", "state": "X", "pop": 4}
{"name": "D", "state": "Y", "pop": 1}
{"name": "E", "pop": 1}
--- changes o
+I 'X', 'B'
+I 'X', 'C'
+I 'Y', 'D'
--- cities
{"name": "F", "state": "X", "pop": 2}
{"name": "G", "state": "X", "pop": 9}
--- changes o
-D 'X', 'C'
+I 'X', 'G'
