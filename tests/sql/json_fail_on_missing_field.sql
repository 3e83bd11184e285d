-- With fail-on-missing-field a record must have every field; NULL is one.
CREATE TABLE t (a INT, b STRING) WITH ('format' = 'json', 'json.fail-on-missing-field' = 'true');
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
{"a": 1}
{"a": 2, "b": null}
{"a": 3, "b": "x"}
--- rows o
2, NULL
3, 'x'
--- rejected
t: column 'b' is missing
