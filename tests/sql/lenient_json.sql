-- Numbers may be texts, booleans too; what is no JSON or no number is refused with its reason.
CREATE TABLE t (i BIGINT, b BOOLEAN, s STRING);
CREATE TABLE o (i BIGINT, b BOOLEAN, s STRING);
INSERT INTO o SELECT * FROM t;
--- t
{"i": "3", "b": "FALSE", "s": 5}
{"i": 3.9, "b": "yes", "s": {"a": [1]}}
oops
{"i": "x"}
[]
--- rows o
3, FALSE, '5'
3, FALSE, '{"a":[1]}'
--- rejected
t: not JSON: expecting value at 0
t: column 'i': 'x' is no BIGINT
t: not a JSON object: an array
