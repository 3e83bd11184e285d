-- Compared with a DOUBLE, a FLOAT is one with zeros behind its 24 bits.
CREATE TABLE t (f FLOAT, d DOUBLE);
CREATE TABLE o (equal_ BOOLEAN, other BOOLEAN, less BOOLEAN);
INSERT INTO o SELECT f = d, d <> f, d < f FROM t;
--- t
{"f": 0.5, "d": 0.5}
{"f": 0.1, "d": 0.1}
{"d": 1}
--- rows o
TRUE, FALSE, FALSE
FALSE, TRUE, TRUE
NULL, NULL, NULL
