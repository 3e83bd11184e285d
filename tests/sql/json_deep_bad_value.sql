-- A value that does not read refuses its record, however deep it stands.
CREATE TABLE t (r ROW<a ARRAY<INT>>);
CREATE TABLE o (n INT);
INSERT INTO o SELECT r.a[1] FROM t;
--- t
{"r": {"a": [1, 2]}}
{"r": {"a": [1, "x"]}}
{"r": {"a": 5}}
{"r": []}
--- rows o
1
--- rejected
t: column 'r.a[]': 'x' is no INT
t: column 'r.a': '5' is no ARRAY<INT>
t: column 'r': '[]' is no ROW<`a` ARRAY<INT>>
