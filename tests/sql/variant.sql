-- A VARIANT holds what JSON holds; elements are asked for by key, or by their place from 1.
CREATE TABLE t (s STRING);
CREATE TABLE o (whole STRING, a STRING, two STRING, tried STRING, n BIGINT);
INSERT INTO o SELECT JSON_STRING(v), JSON_STRING(v['a']), JSON_STRING(v['list'][2]), JSON_STRING(TRY_PARSE_JSON(s)), CARDINALITY(ARRAY[v, CAST(NULL AS VARIANT)])
FROM (SELECT s, PARSE_JSON(s) AS v FROM t);
--- t
{"s": "{\"b\": 1.50, \"a\": {\"z\": 1, \"y\": \"x\"}, \"list\": [true, 1e5, null]}"}
{"s": "{\"list\": [1, null]}"}
{"s": "{\"list\": []}"}
{"s": "{\"a\": 12345678901234567890, \"list\": [1]}"}
{"s": "{\"a\": 1, \"a\": 2}"}
{"s": "{"}
{"s": "[1]"}
{}
--- rows o
'{"a":{"y":"x","z":1},"b":1.5,"list":[true,100000.0,null]}', '{"y":"x","z":1}', '100000.0', '{"a":{"y":"x","z":1},"b":1.5,"list":[true,100000.0,null]}', 2
'{"list":[1,null]}', NULL, 'null', '{"list":[1,null]}', 2
'{"list":[]}', NULL, NULL, '{"list":[]}', 2
'{"a":12345678901234567890,"list":[1]}', '12345678901234567890', NULL, '{"a":12345678901234567890,"list":[1]}', 2
NULL, NULL, NULL, NULL, 2
--- rejected
t: a key comes twice in an object
t: a key comes twice in an object
t: a VARIANT that is no object was asked for 'a'
