-- AND binds tighter than OR, NOT tighter than AND.
CREATE TABLE t (a BOOLEAN, b BOOLEAN, c BOOLEAN);
CREATE TABLE o (x BOOLEAN, y BOOLEAN, z BOOLEAN);
INSERT INTO o SELECT a OR b AND c, (a OR b) AND c, NOT a AND b FROM t;
--- t
{"a": true, "b": false, "c": false}
{"a": false, "b": true, "c": true}
{"a": null, "b": true, "c": false}
--- rows o
TRUE, FALSE, FALSE
TRUE, TRUE, TRUE
NULL, FALSE, NULL
