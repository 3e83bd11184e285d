-- Top-1: each key's best row is replaced, its number is the constant 1.
CREATE TABLE t (k INT, price DECIMAL(20, 2), who STRING);
CREATE TABLE o (k INT, price DECIMAL(20, 2), who STRING, rn BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, price, who, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY price DESC, who) AS rn FROM t) WHERE rn = 1;
--- t
{"k": 1, "price": 5.25, "who": "b"}
{"k": 2, "price": -1, "who": "b"}
{"k": 1, "price": 5.25, "who": "a"}
--- changes o
+I 1, 5.25, 'a', 1
+I 2, -1.00, 'b', 1
--- t
{"k": 2, "price": -0.5, "who": "c"}
{"k": 1, "price": 5.24, "who": "a"}
{"k": 2, "price": 123456789012345678.01, "who": "d"}
--- changes o
-U 2, -1.00, 'b', 1
+U 2, 123456789012345678.01, 'd', 1
