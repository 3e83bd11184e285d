-- Values written as JSON: an array leaves NULLs out, an object keeps them, unless told otherwise.
CREATE TABLE t (k STRING, n INT, s STRING);
CREATE TABLE o (a STRING, b STRING, c STRING, d STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT JSON_ARRAYAGG(s), JSON_ARRAYAGG(n NULL ON NULL), JSON_OBJECTAGG(KEY k VALUE n), JSON_OBJECTAGG(k VALUE s ABSENT ON NULL) FROM t;
--- t
{"k": "a", "n": 1, "s": "x\"y"}
{"k": "b"}
{"k": "a", "n": 2, "s": "z"}
--- changes o
+I '["x\"y","z"]', '[1,null,2]', '{"a":2,"b":null}', '{"a":"z"}'
