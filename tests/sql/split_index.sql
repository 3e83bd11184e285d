-- SPLIT_INDEX counts from 0 and gives NULL beyond the end.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING, b STRING, c STRING);
INSERT INTO o SELECT SPLIT_INDEX(s, ',', 0), SPLIT_INDEX(s, ',', 2), SPLIT_INDEX(s, ',', -1) FROM t;
--- t
{"s": "a,b,c"}
{"s": "a,,"}
{"s": ""}
{}
--- rows o
'a', 'c', NULL
'a', '', NULL
NULL, NULL, NULL
NULL, NULL, NULL
