-- Numbers of JSON in columns of every numeric type.
CREATE TABLE t (i INT, b BIGINT, d DOUBLE, f FLOAT, e DECIMAL(10, 2), s SMALLINT, y TINYINT);
CREATE TABLE o (i INT, b BIGINT, d DOUBLE, f FLOAT, e DECIMAL(10, 2), s SMALLINT, y TINYINT);
INSERT INTO o SELECT * FROM t;
--- t
{"i": 7, "b": 9007199254740993, "d": 1e3, "f": 0.5, "e": 12.345, "s": -3, "y": 4}
{"i": -0, "b": "12", "d": "1.5", "f": 3, "e": "7", "s": "8", "y": 1.0}
--- rows o
7, 9007199254740993, 1000.0, 0.5, 12.35, -3, 4
--- rejected
t: column 'y': '1.0' is no TINYINT
