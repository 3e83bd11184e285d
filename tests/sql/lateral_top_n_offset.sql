-- The second row of each key by LATERAL.
CREATE TABLE people (id INT, city STRING, state STRING);
CREATE TABLE o (state STRING, city STRING);
CREATE VIEW cities AS SELECT city, state, COUNT(*) AS population FROM people GROUP BY city, state;
CREATE VIEW states AS SELECT DISTINCT state FROM people;
INSERT INTO o SELECT states.state, city FROM states LEFT JOIN LATERAL (
    SELECT city FROM cities WHERE state = states.state ORDER BY population DESC, city LIMIT 1 OFFSET 1) AS r ON TRUE;
--- people
{"id": 1, "city": "A", "state": "X"}
{"id": 2, "city": "B", "state": "X"}
{"id": 3, "city": "B", "state": "X"}
{"id": 4, "city": "C", "state": "X"}
{"id": 5, "city": "D", "state": "Y"}
--- changes o
+I 'X', NULL
+I 'Y', NULL
-U 'X', NULL
+U 'X', 'A'
--- people
{"id": 6, "city": "C", "state": "X"}
{"id": 7, "city": "C", "state": "X"}
{"id": 8, "city": "E", "state": "Y"}
--- changes o
-U 'X', 'A'
+U 'X', 'B'
-U 'Y', NULL
+U 'Y', 'E'
