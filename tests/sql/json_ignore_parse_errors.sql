-- With ignore-parse-errors a field that does not read is NULL, a record that is no JSON is dropped.
CREATE TABLE t (a INT, b BOOLEAN, c TIMESTAMP(3)) WITH ('format' = 'json', 'json.ignore-parse-errors' = 'true');
CREATE TABLE o (a INT, b BOOLEAN, c TIMESTAMP(3));
INSERT INTO o SELECT a, b, c FROM t;
--- t
{"a": "x", "b": true, "c": "2024-01-01 00:00:00"}
{"a": 1, "b": 7, "c": "yesterday"}
not json
{"a": 2
--- rows o
NULL, TRUE, 2024-01-01 00:00:00.000
1, FALSE, NULL
--- rejected
t: not JSON: expecting value at 0
t: not JSON: expecting ',' delimiter at 7
