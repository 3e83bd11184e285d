-- SUBSTRING counts from 1, from the end with a minus, and 0 as 1.
CREATE TABLE t (s STRING, n INT);
CREATE TABLE o (n INT, a STRING, b STRING);
INSERT INTO o SELECT n, SUBSTRING(s FROM n), SUBSTRING(s, n, 2) FROM t;
--- t
{"s": "abcde", "n": 1}
{"s": "abcde", "n": 5}
{"s": "abcde", "n": 6}
{"s": "abcde", "n": 0}
{"s": "abcde", "n": -2}
{"s": "abcde", "n": -9}
{"s": "abcde"}
--- rows o
1, 'abcde', 'ab'
5, 'e', 'e'
6, '', ''
0, 'abcde', 'ab'
-2, 'de', 'de'
-9, '', ''
NULL, NULL, NULL
