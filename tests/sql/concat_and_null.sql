-- || and CONCAT with a NULL are NULL; CONCAT_WS leaves NULLs out.
CREATE TABLE t (a STRING, b STRING);
CREATE TABLE o (x STRING, y STRING, z STRING);
INSERT INTO o SELECT a || '-' || b, CONCAT(a, b), CONCAT_WS('-', a, b, 'end') FROM t;
--- t
{"a": "x", "b": "y"}
{"a": "x"}
{"a": "", "b": ""}
--- rows o
'x-y', 'xy', 'x-y-end'
NULL, NULL, 'x-end'
'-', '', '--end'
