-- AND, OR and NOT know NULL; WHERE keeps only what is true.
CREATE TABLE t (a BOOLEAN, b BOOLEAN);
CREATE TABLE o (a BOOLEAN, b BOOLEAN, both_ BOOLEAN, either BOOLEAN, not_a BOOLEAN, unknown_ BOOLEAN);
CREATE TABLE p (a BOOLEAN);
INSERT INTO o SELECT a, b, a AND b, a OR b, NOT a, a IS UNKNOWN FROM t;
INSERT INTO p SELECT a FROM t WHERE NOT (a AND b);
--- t
{"a": true, "b": true}
{"a": true, "b": false}
{"a": true}
{"a": false, "b": null}
{"a": null, "b": null}
--- rows o
TRUE, TRUE, TRUE, TRUE, FALSE, FALSE
TRUE, FALSE, FALSE, TRUE, FALSE, FALSE
TRUE, NULL, NULL, TRUE, FALSE, FALSE
FALSE, NULL, FALSE, NULL, TRUE, FALSE
NULL, NULL, NULL, NULL, NULL, TRUE
--- rows p
TRUE
FALSE
