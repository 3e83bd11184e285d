-- A field of a ROW is reached by a dot, through NULLs too.
CREATE TABLE t (r ROW<a INT, inner_ ROW<b STRING>>);
CREATE TABLE o (a INT, b STRING, nothing BOOLEAN);
INSERT INTO o SELECT r.a, t.r.inner_.b, r IS NULL FROM t;
--- t
{"r": {"a": 1, "inner_": {"b": "x"}}}
{"r": {"a": 2}}
{}
--- rows o
1, 'x', FALSE
2, NULL, FALSE
NULL, NULL, TRUE
