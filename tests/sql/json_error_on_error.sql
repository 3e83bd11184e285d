-- ERROR ON ERROR and ERROR ON EMPTY refuse the row.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT JSON_VALUE(s, 'strict $.a' ERROR ON ERROR) FROM t WHERE JSON_QUERY(s, 'lax $.list' ERROR ON EMPTY) IS NOT NULL;
--- t
{"s": "{\"a\": 1, \"list\": []}"}
{"s": "{\"list\": []}"}
{"s": "{\"a\": 2}"}
{"s": "{\"a\": 3, \"list\": [3]}"}
--- rows o
'1'
'3'
--- rejected
t: the path finds nothing
t: the path finds nothing that can be given
