-- A DECIMAL is rounded to the digits that it is cast to; TRY_CAST gives NULL when it does not fit.
CREATE TABLE t (e DECIMAL(10, 4));
CREATE TABLE o (a DECIMAL(5, 1), i INT, d DOUBLE);
INSERT INTO o SELECT TRY_CAST(e AS DECIMAL(5, 1)), CAST(e AS INT), CAST(e AS DOUBLE) FROM t;
--- t
{"e": 1.25}
{"e": -1.25}
{"e": 99999.96}
{}
--- rows o
1.3, 1, 1.25
-1.3, -1, -1.25
NULL, 99999, 99999.96
NULL, NULL, NULL
