-- A comparison with NULL is unknown; IS DISTINCT FROM is not.
CREATE TABLE t (x INT, y INT);
CREATE TABLE o (same BOOLEAN, less BOOLEAN, dist BOOLEAN, in_list BOOLEAN, not_in BOOLEAN, betw BOOLEAN);
INSERT INTO o SELECT x = y, x < y, x IS DISTINCT FROM y, x IN (1, y), x NOT IN (3, y), x BETWEEN 1 AND y FROM t;
--- t
{"x": 1, "y": 1}
{"x": 1, "y": null}
{"x": 0, "y": null}
{"x": null, "y": null}
{}
--- rows o
TRUE, FALSE, FALSE, TRUE, FALSE, TRUE
NULL, NULL, TRUE, TRUE, NULL, NULL
NULL, NULL, TRUE, NULL, NULL, FALSE
NULL, NULL, FALSE, NULL, NULL, NULL
NULL, NULL, FALSE, NULL, NULL, NULL
