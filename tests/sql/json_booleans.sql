-- Booleans may be texts of any case; all else is false.
CREATE TABLE t (b BOOLEAN);
CREATE TABLE o (b BOOLEAN);
INSERT INTO o SELECT b FROM t;
--- t
{"b": true}
{"b": "TRUE"}
{"b": "false"}
{"b": "no"}
{"b": 1}
{"b": null}
--- rows o
TRUE
TRUE
FALSE
FALSE
FALSE
NULL
