-- TIMESTAMP_LTZ in SQL's form ends with a Z.
CREATE TABLE t (a TIMESTAMP_LTZ(3));
CREATE TABLE o (a TIMESTAMP_LTZ(3));
INSERT INTO o SELECT a FROM t;
--- t
{"a": "2024-02-29 12:34:56.789Z"}
{"a": "2024-02-29 12:34:56Z"}
{"a": "2024-02-29 12:34:56"}
--- rows o
2024-02-29 12:34:56.789
2024-02-29 12:34:56.000
--- rejected
t: column 'a': '2024-02-29 12:34:56' is no TIMESTAMP_LTZ(3) (yyyy-MM-dd HH:mm:ss[.fraction]Z)
