-- TRY_CAST gives NULL for a text that does not read as the type.
CREATE TABLE t (s STRING);
CREATE TABLE o (i INT, d DOUBLE, n DECIMAL(4, 2), b BOOLEAN, at_ TIMESTAMP(3));
INSERT INTO o SELECT TRY_CAST(s AS INT), TRY_CAST(s AS DOUBLE), TRY_CAST(s AS DECIMAL(4, 2)), TRY_CAST(s AS BOOLEAN),
    TRY_CAST(s AS TIMESTAMP(3)) FROM t;
--- t
{"s": "12"}
{"s": " 7 "}
{"s": "1.5"}
{"s": "true"}
{"s": "2024-01-02 03:04:05"}
{"s": ""}
{"s": null}
--- rows o
12, 12.0, 12.00, NULL, NULL
7, 7.0, 7.00, NULL, NULL
1, 1.5, 1.50, NULL, NULL
NULL, NULL, NULL, TRUE, NULL
NULL, NULL, NULL, NULL, 2024-01-02 03:04:05.000
NULL, NULL, NULL, NULL, NULL
NULL, NULL, NULL, NULL, NULL
