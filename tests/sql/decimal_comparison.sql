-- DECIMALs of different scales compare by value.
CREATE TABLE t (a DECIMAL(5, 1), b DECIMAL(7, 3));
CREATE TABLE o (less BOOLEAN, equal BOOLEAN, greater BOOLEAN);
INSERT INTO o SELECT a < b, a = b, a > b FROM t;
--- t
{"a": 1.5, "b": 1.500}
{"a": 1.5, "b": 1.501}
{"a": -1.5, "b": -1.501}
--- rows o
FALSE, TRUE, FALSE
TRUE, FALSE, FALSE
FALSE, FALSE, TRUE
