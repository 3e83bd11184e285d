-- The first few rows of each key by LATERAL, kept up to date while the rows change.
CREATE TABLE people (id INT, city STRING, state STRING);
CREATE TABLE o (state STRING, city STRING, population BIGINT);
CREATE VIEW cities AS SELECT city, state, COUNT(*) AS population FROM people GROUP BY city, state;
CREATE VIEW states AS SELECT DISTINCT state FROM people;
INSERT INTO o SELECT states.state, city, population FROM states, LATERAL (
    SELECT city, population FROM cities WHERE cities.state = states.state ORDER BY population DESC, city LIMIT 2) AS r;
--- people
{"id": 1, "city": "A", "state": "X"}
{"id": 2, "city": "B", "state": "X"}
{"id": 3, "city": "B", "state": "X"}
{"id": 4, "city": "C", "state": "X"}
{"id": 5, "city": "D", "state": "Y"}
--- changes o
+I 'X', 'B', 2
+I 'X', 'A', 1
+I 'Y', 'D', 1
--- people
{"id": 6, "city": "C", "state": "X"}
{"id": 7, "city": "C", "state": "X"}
{"id": 8, "city": "E", "state": "Y"}
--- changes o
-D 'X', 'A', 1
+I 'X', 'C', 3
+I 'Y', 'E', 1
