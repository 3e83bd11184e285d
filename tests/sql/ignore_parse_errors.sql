-- json.ignore-parse-errors makes NULL of a wrong value, and tells of what is no JSON.
CREATE TABLE t (i BIGINT, s STRING) WITH ('json.ignore-parse-errors' = 'true');
CREATE TABLE o (i BIGINT, s STRING);
INSERT INTO o SELECT * FROM t;
--- t
{"i": "x", "s": "a"}
oops
{"i": 1, "s": "b"}
--- rows o
NULL, 'a'
1, 'b'
--- rejected
t: not JSON: expecting value at 0
