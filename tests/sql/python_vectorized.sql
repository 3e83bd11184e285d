-- A vectorized scalar function of the folder, its NULLs Arrow's.
CREATE FUNCTION halved AS 'functions.halved' LANGUAGE PYTHON;
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (y DOUBLE);
INSERT INTO o SELECT halved(x) FROM t;
--- t
{"x": 3}
{}
--- rows o
1.5
NULL
