-- Flink's Top-N by LATERAL: the first few rows of each key, kept up to date.
CREATE TABLE people (id INT, city STRING, state STRING);
CREATE TABLE best (state STRING, city STRING, population BIGINT);
CREATE TABLE second (state STRING, city STRING);
CREATE TABLE greatest (state STRING, city STRING, population BIGINT);
CREATE VIEW cities AS SELECT city, state, COUNT(*) AS population FROM people GROUP BY city, state;
CREATE VIEW states AS SELECT DISTINCT state FROM people;
INSERT INTO best SELECT states.state, city, population FROM states, LATERAL (
    SELECT city, population FROM cities WHERE cities.state = states.state ORDER BY population DESC, city LIMIT 2) AS r;
INSERT INTO second SELECT states.state, city FROM states LEFT JOIN LATERAL (
    SELECT city FROM cities WHERE state = states.state ORDER BY population DESC, city LIMIT 1 OFFSET 1) AS r ON TRUE;
INSERT INTO greatest SELECT states.state, city, population FROM states, LATERAL (
    SELECT city, COUNT(*) AS population FROM people WHERE people.state = states.state GROUP BY city ORDER BY population DESC, city LIMIT 1) AS r;
--- people
{"id": 1, "city": "A", "state": "X"}
{"id": 2, "city": "B", "state": "X"}
{"id": 3, "city": "B", "state": "X"}
{"id": 4, "city": "C", "state": "X"}
{"id": 5, "city": "D", "state": "Y"}
--- changes best
+I 'X', 'B', 2
+I 'X', 'A', 1
+I 'Y', 'D', 1
--- changes second
+I 'X', NULL
+I 'Y', NULL
-U 'X', NULL
+U 'X', 'A'
--- changes greatest
+I 'X', 'B', 2
+I 'Y', 'D', 1
--- people
{"id": 6, "city": "C", "state": "X"}
{"id": 7, "city": "C", "state": "X"}
{"id": 8, "city": "E", "state": "Y"}
--- changes best
-D 'X', 'A', 1
+I 'X', 'C', 3
+I 'Y', 'E', 1
--- changes second
-U 'X', 'A'
+U 'X', 'B'
-U 'Y', NULL
+U 'Y', 'E'
--- changes greatest
-U 'X', 'B', 2
+U 'X', 'C', 3
