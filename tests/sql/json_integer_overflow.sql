-- An integer beyond its type is refused.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- t
{"a": 2147483647}
{"a": 2147483648}
{"a": "2147483648"}
--- rows o
2147483647
--- rejected
t: column 'a': '2147483648' is no INT (out of range)
t: column 'a': '2147483648' is no INT (out of range)
