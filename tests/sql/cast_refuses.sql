-- CAST refuses a row whose text does not read as the type, where TRY_CAST gives NULL.
CREATE TABLE t (s STRING);
CREATE TABLE o (i INT);
INSERT INTO o SELECT CAST(s AS INT) FROM t;
--- t
{"s": "12"}
{"s": " 7 "}
{"s": "1.5"}
{"s": "true"}
{"s": ""}
{"s": null}
--- rows o
12
7
1
NULL
--- rejected
t: a text does not read as INT
t: a text does not read as INT
