-- What is cut off, empty or not an object is refused.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- t
{"a": 1
{"a": }
{'a': 1}
"text"
{"a": 2}
--- rows o
2
--- rejected
t: not JSON: expecting ',' delimiter at 7
t: not JSON: expecting value at 6
t: not JSON: expecting property name enclosed in double quotes at 1
t: not a JSON object: a string
