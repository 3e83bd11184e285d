-- DECIMAL results have Flink's precision and scale; halves round up.
CREATE TABLE t (x DECIMAL(6, 2), y DECIMAL(4, 3));
CREATE TABLE o (a DECIMAL(8, 3), b DECIMAL(10, 5), c DECIMAL(15, 9), d DECIMAL(5, 1));
INSERT INTO o SELECT x + y, x * y, x / y, CAST(x AS DECIMAL(5, 1)) FROM t;
--- t
{"x": 1.25, "y": 0.125}
{"x": "-1.25", "y": "3"}
{"x": 10, "y": 3}
{"x": 99999.995, "y": 1}
--- rows o
1.375, 0.15625, 10.000000000, 1.3
1.750, -3.75000, -0.416666700, -1.3
13.000, 30.00000, 3.333333300, 10.0
NULL, NULL, NULL, NULL
